import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../kernel/random.ts';
import { applyEdits } from '../../edit.ts';
import { createParser } from '../parser.ts';
import { OPERATORS } from './index.ts';

/** Every other text an operator makes of a source, over many streams and all sites. */
function results(
  id: string,
  text: string,
  mateText: string | null = null,
  streams = 300,
): ReadonlySet<string> {
  const parser = createParser(64);
  const operator = OPERATORS.find((known) => known.id === id)!;
  const parsed = parser.parse('code.py', text)!;
  const mate = mateText === null ? null : parser.parse('code.py', mateText)!;
  const sites = operator.sites(parsed);
  const made = new Set<string>();
  for (let stream = 0; stream < streams && sites.length > 0; stream += 1) {
    const random = createRandom(`${id} ${stream}`);
    const edits = operator.apply(parsed, random.pick(sites), random, mate);
    if (edits !== null) made.add(applyEdits(text, edits));
  }
  made.delete(text);
  return made;
}

describe('each operator makes these changes and no others', () => {
  test.each<[string, string, string[]]>([
    ['operator-flip', 'if a < b:\n    g()\n', ['<=', '>', '>='].map((sign) => `if a ${sign} b:\n    g()\n`)],
    ['operator-flip', 'c = a and b\n', ['c = a or b\n']],
    ['operator-flip', 'c = a not in b\n', ['c = a in b\n']],
    ['operator-flip', 'c = a is b\n', ['c = a is not b\n']],
    ['operator-flip', "s = 'a' + t\n", []],
    ['operator-flip', 'c = 2 ** a // 3\n', ['+', '-', '*', '/', '%'].map((sign) => `c = 2 ** a ${sign} 3\n`)],
    [
      'condition-negate',
      'if a or b:\n    g()\n',
      ['if not (a or b):\n    g()\n', 'if not a or b:\n    g()\n', 'if a or not b:\n    g()\n'],
    ],
    ['condition-negate', 'x = not a\n', ['x = a\n']],
    ['condition-negate', 'f(True)\n', ['f(False)\n']],
    ['clause-drop', 'while a and b: g()\n', ['while a: g()\n', 'while b: g()\n']],
    [
      'guard-drop',
      'if a:\n    g()\n    h()\nelse:\n    if b:\n        k()\n',
      ['g()\nh()\n', 'if b:\n    k()\n', 'if a:\n    g()\n    h()\nelse:\n    k()\n'],
    ],
    ['statement-delete', 'g()\nh()\n', ['h()\n', 'g()\n']],
    ['statement-delete', 'if a:\n    g()\n', ['', 'if a:\n    pass\n']],
    ['statement-delete', 'if a: g()\n', ['', 'if a: pass\n']],
    ['statement-delete', 'def f():\n    """Doc."""\n    return 1\n', []],
    ['statement-delete', 'g()  # why\n', ['  # why\n']],
    ['statement-swap', 'g()\nif a:\n    h()\n', ['if a:\n    h()\ng()\n']],
    [
      'statement-copy',
      'for i in x:\n    break\nh()\n',
      [
        'h()\nfor i in x:\n    break\nh()\n',
        'for i in x:\n    h()\n    break\nh()\n',
        'for i in x:\n    break\nfor i in x:\n    break\nh()\n',
      ],
    ],
    ['element-delete', 'p = [(0, 1), (2, 3)]\n', ['p = [(2, 3)]\n', 'p = [(0, 1)]\n']],
    ['element-swap', 'p = [(0, 1), (2, 3)]\n', ['p = [(2, 3), (0, 1)]\n']],
    [
      'expression-shrink',
      'def f(a: float, b: float): return (a + b) * a\n',
      ['a + b', 'a', 'b', 'a * a', 'b * a'].map((answer) => `def f(a: float, b: float): return ${answer}\n`),
    ],
    ['negate', 'n = -1\n', ['n = 1\n']],
    ['crossover', 'p = [1, 2]\n', []],
  ])('%s on %j', (id, text, expected) => {
    expect([...results(id, text)].toSorted()).toEqual(expected.toSorted());
  });
});

describe('operators respect names, precedence and blocks', () => {
  test('a flip that binds otherwise is put in parentheses, and so are its operands', () => {
    expect(results('operator-flip', 'n = a * b * c\n')).toContain('n = (a - b) * c\n');
    expect(results('operator-flip', 'n = 1 - 2 - 3\n')).toContain('n = (1 - 2) * 3\n');
    // Python reads a < b < c as a < b and b < c; a comparison that is moved stays one operand.
    expect(results('expression-shrink', 'n = (a < (b < c)) == d\n')).toContain('n = (b < c) == d\n');
  });

  test('new expressions use only names that are in scope', () => {
    const source =
      'def f(near: float):\n    near = near * 2\n    return near\n\ndef g(far: float):\n    return [own * 2 for own in (1, 2)][0] - far\n';
    for (const text of results('expression-replace', source)) {
      expect(/def f[^]*?\n\n/.exec(text)![0]).not.toMatch(/far|own/);
      expect(text.slice(text.indexOf('def g'))).not.toContain('near');
      let outside = text.slice(text.indexOf('return ['));
      for (let before = ''; before !== outside;)
        [before, outside] = [outside, outside.replaceAll(/\[[^[\]]* for own in [^[\]]*\](?:\[0\])?/g, '0')];
      expect(outside).not.toContain('own');
    }
  });

  test('targets, keywords, callees, types and docstrings are never replaced', () => {
    const source =
      '"""Doc."""\ntotal: int = 0\ntotal = total + 1\nk = dict(total=2)\nmax(total, 1)\nfor i in k: total -= i\n';
    for (const id of ['expression-replace', 'expression-borrow', 'expression-wrap', 'negate']) {
      const made = results(id, source);
      expect(made.size).toBeGreaterThan(3);
      for (const text of made)
        expect(text).toMatch(
          /^"""Doc\."""\ntotal: int = .+\ntotal = .+\nk = .+\n(?:max\(.+\)|.+)\nfor i in .+: total -= .+\n$/,
        );
    }
  });

  test('a moved block takes the indentation of its new place', () => {
    const mate = 'def f(a):\n  if a:\n    x = 1\n    return x\n  return 2\n';
    const source = 'class K:\n    def g(self): pass\ndef f(a):\n\treturn 0\n';
    expect(results('crossover', source, mate)).toContain(
      'class K:\n    def g(self): pass\ndef f(a):\n\tif a:\n\t  x = 1\n\t  return x\n\treturn 2\n',
    );
  });

  test('a list takes its tail from the list of the same name', () => {
    const made = results('crossover', "p = ['a', 'b']\n", "q = ['c']\np = ['d', 'e', 'f', 'g']\n");
    // Round(2s) elements of the one, all but round(4s) of the other, for every share s; s near 1 changes nothing.
    const lists = ['dddd', 'efg', 'aefg', 'afg', 'ag', 'abg'].map((letters) =>
      letters === 'dddd' ? ['d', 'e', 'f', 'g'] : [...letters],
    );
    const texts = lists.map((list) => `p = [${list.map((letter) => `'${letter}'`).join(', ')}]\n`);
    expect([...made].toSorted()).toEqual(texts.toSorted());
  });
});

test('whatever is made compiles in Python itself', () => {
  const made = OPERATORS.flatMap(({ id }) => [...results(id, EVERYTHING, EVERYTHING, 150)]);
  expect(made.length).toBeGreaterThan(500);
  const program = 'import json, sys\nfor text in json.load(sys.stdin): compile(text, "made", "exec")\n';
  execFileSync('python3', ['-W', 'ignore', '-c', program], { input: JSON.stringify(made) });
});

/** One of everything that the grammar has and an operator might break. */
const EVERYTHING = `import math
from os import path as where
A = [1, 2, -3]
T = [(0, 1), (2, 3)]
def f(a, b: float = 2.0, *c, **d) -> int:
    """Doc."""
    if a < b and not c or a is None:
        return -a * 2 + b[1:2, 0]
    elif a not in b:
        x = y = 1
    else: pass
    for i, j in enumerate(A):
        x += math.floor(i)
        if (x
                > 3): break
    else:
        x = 3
    while x > 0: x -= 1; x += 2
    total = (a +
             b * 2)
    return(total)if a else sorted(A, key=lambda item: item ** 2, reverse=True)[0] if a else (b, {1: 2}, [k for k in A if k > 1])
class K(object):
    @property
    def g(self): return f"{self.x!r}" 'abc'
    def h(self):
        s = sum(x * 2 for x in self.items if x != 0)
        return s - max(x for x in self.items), *self.rest
with open('a') as h:
    try:
        del A[0]
        assert h == 3, 'no'
        raise ValueError(1) from None
    except (TypeError, OSError) as e:
        print(e)
    finally:
        (n := 3)
x: int = 3
async def m():
    await q; yield 1
print(~x, x // 3, x << 2, x <= 3 < x, 3 if x else 4, 1e3, 0x1_0, 2j, True, None, h.b.c(), *A, end=3)
`;
