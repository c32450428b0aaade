import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Bug } from '../../examples/repair/bugs.ts';
import { drawBugs, runTests } from '../../examples/repair/bugs.ts';
import { MINIMIST, recordTests } from '../../examples/repair/oracle/recorded-tests.ts';
import { repair } from '../../examples/repair/repair-run.ts';
import { suspicionByLine } from '../../examples/repair/suspicion.ts';
import type { Parser } from '../../examples/repair/workspace/describe.ts';
import { describeCall } from '../../examples/repair/workspace/describe.ts';
import { createRandom } from '../../src/kernel/random.ts';

const ORIGINAL = readFileSync(join(MINIMIST, 'index.js'), 'utf8');

/** A bug of the test's own: one text of minimist in place of another. */
function bugOf(before: string, after: string): Bug {
  expect(ORIGINAL.split(before)).toHaveLength(2);
  const source = ORIGINAL.replace(before, () => after);
  return { id: '0', mutator: 'by hand', change: '', source, failing: runTests(source, [])!.failing };
}

describe('the tests of minimist as questions', () => {
  it('are as many as its files hold, and the original passes them all', () => {
    const titles = recordTests().map(({ name }) => name);
    const inFiles = titles.filter((name) => name.startsWith('parse: '));
    const text = readFileSync(join(MINIMIST, 'test/parse.js'), 'utf8');
    expect(inFiles).toHaveLength(text.match(/^test\(/gm)!.length);
    expect(new Set(titles).size).toBe(titles.length);
    expect(runTests(ORIGINAL, [])).toMatchObject({ failing: [] });
  });

  it('say what a person reads in them', () => {
    const multiple = recordTests().find(({ name }) => name === 'parse: parse args')!;
    expect(multiple.calls[1]!.args).toEqual(['-v', 'a', '-v', 'b', '-v', 'c']);
    expect(multiple.expected[1]!.parsed).toEqual({ v: ['a', 'b', 'c'], _: [] });
    const unknown = recordTests().find(({ name }) => name === 'unknown: boolean and alias is not unknown')!;
    expect(unknown.expected.flatMap(({ asked }) => asked)).toEqual(['--derp', '-d']);
  });

  it('notice a parser that changes prototypes, and leave none changed', () => {
    const polluting: Parser = () => {
      (Object.prototype as { [key: string]: unknown })['evil'] = 1;
      return {};
    };
    const call = { args: [], options: null, refusesUnknown: false };
    expect(describeCall(polluting, call).polluted).toEqual(['Object.evil']);
    expect(Object.hasOwn(Object.prototype, 'evil')).toBe(false);
  });
});

describe('suspicion', () => {
  it('is the coefficient of Ochiai', () => {
    const everywhere = { start: 0, end: 6, ran: true };
    const notFirst = { start: 0, end: 2, ran: false };
    const runs = [
      { failed: true, covered: [everywhere] },
      { failed: true, covered: [everywhere, notFirst] },
      { failed: false, covered: [everywhere] },
      { failed: false, covered: [everywhere] },
    ];
    // Line 1: ef 1, nf 1, ep 2. Lines 2 and 3: ef 2, nf 0, ep 2.
    const [first, second, third] = suspicionByLine('a\nb\nc', runs);
    expect(first).toBeCloseTo(1 / Math.sqrt(2 * 3), 12);
    expect([second, third]).toEqual([2 / Math.sqrt(2 * 4), 2 / Math.sqrt(2 * 4)]);
  });

  it('is on the line with the bug', () => {
    const { source } = bugOf('notFlags.slice();', 'notFlags.slice(1);');
    const { suspicion } = runTests(source, [])!;
    const line = source.split('\n').findIndex((text) => text.includes('slice(1);'));
    expect(suspicion[line]).toBeGreaterThan(0.5);
  });
});

it('injects bugs by Stryker that some test notices and that are one change of the original', async () => {
  const bugs = await drawBugs(3, createRandom('some bugs'));
  const original = createRequire(import.meta.url)(MINIMIST) as Parser;
  expect(original(['-a'])).toEqual({ _: [], a: true });
  for (const { source, failing } of bugs) {
    expect(failing.length).toBeGreaterThan(0);
    const lines = ORIGINAL.split('\n');
    expect(source.split('\n').filter((line, index) => line !== lines[index]).length).toBeLessThanOrEqual(1);
  }
});

describe('a repair', () => {
  const options = { share: 0.5, tests: recordTests().map(({ name }) => name), evaluations: 400, seed: '1' };
  const directory = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'fulcrum-repair-'));
    onTestFinished(() => rmSync(made, { recursive: true, force: true }));
    return made;
  };

  it('is found from visible tests and passes all', async () => {
    const bug = bugOf('o[key] === Object.prototype', 'o[key] !== Object.prototype');
    const outcome = await repair(bug, { ...options, directory: directory() }, createRandom('visible'));
    expect(outcome).toMatchObject({ endedPlausible: true, repaired: true });
  }, 60_000);

  it('that only the visible tests are content with is never kept', async () => {
    const bug = bugOf('flags.bools[key] = true;', 'flags.bools[key] = false;');
    const outcome = await repair(
      bug,
      { ...options, share: 0.02, directory: directory() },
      createRandom('one test'),
    );
    expect(outcome.endedPlausible).toBe(outcome.repaired);
    expect(outcome.plausible).toBeGreaterThanOrEqual(outcome.overfit);
  }, 60_000);
});
