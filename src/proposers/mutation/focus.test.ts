import { expect, test } from 'vitest';
import { createRandom } from '../../kernel/random.ts';
import { pickInFocus } from './focus.ts';
import { conditionNegate } from './javascript/operators/condition-negate.ts';
import { expressionBorrow } from './javascript/operators/expression-borrow.ts';
import { createParser } from './javascript/parser.ts';
import { applyEdits } from './edit.ts';

const parse = (text: string) => createParser(1).parse('a.cjs', text)!;

test('places are drawn in proportion to the suspicion on their lines', () => {
  const parsed = parse('f(1);\n\nf(2);\nf(3);\n');
  const places = parsed.places.filter(({ node }) => node.type === 'Literal');
  const random = createRandom('focus');
  const drawn = Array.from({ length: 3000 }, () => {
    const { node } = pickInFocus({ 'a.cjs': [0.3, 1, 0.1, 0] }, parsed, places, random);
    return parsed.text.slice(node.start, node.end);
  });
  // Weights 0.32, 0.12 and 0.02 of 0.46; four standard errors of 3,000 draws are below 0.035.
  const share = (text: string): number => drawn.filter((own) => own === text).length / drawn.length;
  expect(share('1')).toBeCloseTo(0.32 / 0.46, 1);
  expect(Math.abs(share('2') - 0.12 / 0.46)).toBeLessThan(0.035);
  expect(Math.abs(share('3') - 0.02 / 0.46)).toBeLessThan(0.035);
});

test('without focus on a file its places are drawn alike', () => {
  const parsed = parse('f(1);\nf(2);\n');
  const [a, b] = [createRandom('same'), createRandom('same')];
  for (let draw = 0; draw < 20; draw += 1)
    expect(pickInFocus({ other: [1] }, parsed, parsed.places, a)).toBe(b.pick(parsed.places));
});

/** Every text that an operator makes of a source in many draws. */
function results(operator: typeof conditionNegate, text: string): ReadonlySet<string> {
  const parsed = parse(text);
  const random = createRandom('draws');
  const made = new Set<string>();
  for (let draw = 0; draw < 400; draw += 1) {
    const edits = operator.apply(parsed, random.pick(operator.sites(parsed)), random, null);
    if (edits !== null) made.add(applyEdits(text, edits));
  }
  return made;
}

test('conditions without a type are turned into their opposite, and back', () => {
  expect(results(conditionNegate, 'if (a || !b) f(true);')).toEqual(
    new Set([
      'if (!(a || !b)) f(true);',
      'if (!a || !b) f(true);',
      'if (a || b) f(true);',
      'if (a || !b) f(false);',
    ]),
  );
});

test('an expression is borrowed only where its names mean the same', () => {
  const made = results(expressionBorrow, "function f(x) { return g('one', x); }\nh('two');");
  expect(made).toContain("function f(x) { return g('two', x); }\nh('two');");
  expect(made).toContain("function f(x) { return g('one', x); }\nh('one');");
  expect([...made].some((text) => /^h\(.*\bx\b/m.test(text))).toBe(false);
});
