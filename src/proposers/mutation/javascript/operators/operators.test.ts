import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../kernel/random.ts';
import { applyEdits } from '../../edit.ts';
import { createParser } from '../parser.ts';
import { OPERATORS } from './index.ts';

/** Every other text an operator makes of a source, over many streams and all sites. */
function results(id: string, text: string, mateText: string | null = null): ReadonlySet<string> {
  const parser = createParser(64);
  const operator = OPERATORS.find((known) => known.id === id)!;
  const parsed = parser.parse('code.ts', text)!;
  const mate = mateText === null ? null : parser.parse('code.ts', mateText)!;
  const made = new Set<string>();
  for (let stream = 0; stream < 300; stream += 1) {
    const random = createRandom(`${id} ${stream}`);
    const sites = operator.sites(parsed);
    if (sites.length === 0) continue;
    const edits = operator.apply(parsed, random.pick(sites), random, mate);
    if (edits !== null) made.add(applyEdits(text, edits));
  }
  made.delete(text);
  return made;
}

const inFunction = (body: string): string => `function f(a: number, b: number): number { ${body} }`;

describe('each operator makes these changes and no others', () => {
  test.each<[string, string, string[]]>([
    ['operator-flip', 'if (a < b) g();', ['if (a <= b) g();', 'if (a > b) g();', 'if (a >= b) g();']],
    ['operator-flip', 'a /* x */ && b;', ['a /* x */ || b;']],
    ['operator-flip', "let s = 'a' + t;", []],
    [
      'operator-flip',
      'let n = a - b;',
      ['let n = a + b;', 'let n = a * b;', 'let n = a / b;', 'let n = a % b;'],
    ],
    ['operator-flip', 'i++;', ['i--;']],
    ['clause-drop', 'if (a && b) g();', ['if (a) g();', 'if (b) g();']],
    ['guard-drop', 'if (a) g(); else h();', ['g();', 'h();']],
    ['statement-delete', 'g();\nh();\n', ['\nh();\n', 'g();\n']],
    ['statement-swap', 'g();\nh();\n', ['h();\ng();\n']],
    ['element-delete', 'let p = [[0, 1], [2, 3]];', ['let p = [[2, 3]];', 'let p = [[0, 1]];']],
    ['element-swap', 'let p = [[0, 1], [2, 3]];', ['let p = [[2, 3], [0, 1]];']],
    ['negate', 'let n = -1;', ['let n = 1;', 'let n = -(-1);']],
    [
      'expression-shrink',
      inFunction('return (a + b) * a;'),
      [
        inFunction('return a + b;'),
        inFunction('return a;'),
        inFunction('return b;'),
        inFunction('return a * a;'),
        inFunction('return b * a;'),
      ],
    ],
    ['crossover', 'const p = [1, 2];', []],
  ])('%s on %s', (id, text, expected) => {
    expect([...results(id, text)].toSorted()).toEqual(expected.toSorted());
  });
});

describe('operators respect types, scopes and structure', () => {
  test('a flip that binds more loosely is put in parentheses, and so are its operands', () => {
    expect(results('operator-flip', 'let n = a * b * c;')).toContain('let n = (a - b) * c;');
    expect(results('operator-flip', 'let n = 1 - 2 - 3;')).toContain('let n = (1 - 2) * 3;');
  });

  test('a linked change moves every site of one value to the same new value', () => {
    for (const text of results('constant-linked', 'const a = 8, b = 8, c = 5;')) {
      const [, one, two, other] = /a = (.*), b = (.*), c = (.*);/.exec(text)!;
      expect(one).toBe(two);
      expect(one).not.toBe('8');
      expect(other).toBe('5');
    }
  });

  test('fine jitter stays within a few per cent, whole numbers stay whole', () => {
    for (const text of results('constant-fine-jitter', 'const a = 1000;')) {
      const value = Number(/= (.*);/.exec(text)![1]);
      expect(Number.isInteger(value)).toBe(true);
      // 300 normal deviates of 5 % lie within 5 standard deviations.
      expect(Math.abs(value - 1000)).toBeLessThanOrEqual(250);
    }
  });

  test('new expressions use only names that are in scope', () => {
    const source =
      'function f(near: number): number { { const hidden = near * 2; g(hidden); } return near; }\nfunction h(far: number) { return -far; }';
    for (const text of results('expression-replace', source)) {
      const returned = /\} return (.*); \}\n/.exec(text)![1]!;
      expect(returned).not.toMatch(/hidden|far/);
    }
    expect([...results('expression-replace', source)].some((text) => /g\(.*near.*\)/.test(text))).toBe(true);
  });

  test('assignment targets, keys and callees are never replaced', () => {
    for (const text of results(
      'expression-replace',
      'let total = 0; total = total + 1; const o = { total: 2 }; Math.max(total, 1);',
    )) {
      expect(text).toMatch(/^let total = .+; total = .+; const o = \{ total: .+ \}; Math\.max\(.+\);$/);
    }
  });

  test('an ascending row stays ascending', () => {
    const made = results('element-change', 'let p = [[0, 3], [1, 7]];');
    expect(made.size).toBeGreaterThan(10);
    for (const text of made) {
      for (const [, low, high] of text.matchAll(/\[(-?\d+), (-?\d+)\]/g))
        expect(Number(low)).toBeLessThan(Number(high));
    }
  });

  test('a list takes its tail from the list of the same name', () => {
    const made = results('crossover', 'const p = [1, 2];', 'const q = [0], p = [3, 4, 5, 6];');
    // Round(2s) elements of the one, all but round(4s) of the other, for every share s; s near 1 changes nothing.
    const lists = ['3, 4, 5, 6', '4, 5, 6', '1, 4, 5, 6', '1, 5, 6', '1, 6', '1, 2, 6'];
    expect([...made].toSorted()).toEqual(lists.map((list) => `const p = [${list}];`).toSorted());
  });

  test('a guard answers early with a number or stands before a statement', () => {
    for (const text of results('guard-add', inFunction('g(); return a;'))) {
      expect(text).toMatch(
        /\{ (g\(\); if \(.*\) return .*;\n *return a;|if \(.*\) (return .*;\n *)?g\(\); return a;) \}$/,
      );
    }
  });

  test('a copied statement never loses a name it needs', () => {
    const source = 'for (const i of [1]) { g(i); }\nh();\n';
    for (const text of results('statement-copy', source)) expect(text).not.toMatch(/(^|\}\n)g\(i\)/);
  });
});
