import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { startLauncher } from '../sandbox/launcher.ts';
import type { FixtureOptions, JudgeFixture } from './testing/judge-fixture.ts';
import { openJudge } from './testing/judge-fixture.ts';

/* The task: double a number. The visible check asks for small ones, the held-out check for negative ones. */
const ORACLE = `
  import { defineOracle } from 'fulcrum';
  const doubles = (name, slice, visibility, draw) => ({
    name, slice, visibility,
    run: async ({ subject, random }) => {
      let score = 0;
      for (let question = 0; question < 3; question += 1) {
        const number = draw(random);
        const answer = await subject.ask(number);
        if (answer.kind === 'threw') return { status: 'fail', reason: answer.message };
        if (answer.value !== 2 * number) return { status: 'fail', reason: 'not doubled', evidence: { number, answer: answer.value } };
        score += 1;
      }
      return { status: 'pass', metrics: { score } };
    },
  });
  export default defineOracle({ checks: [
    doubles('small', 'train', 'visible', (random) => random.below(1000)),
    doubles('negative', 'test', 'held-out', (random) => -1 - random.below(1000)),
  ] });
`;
const SLICES: FixtureOptions['slices'] = {
  visible: ['train'],
  heldOut: [{ name: 'test', metric: 'score', direction: 'maximize', tolerance: 0 }],
};
const HONEST = 'export const answer = (number: number): number => 2 * number;';

let launcher: LauncherHandle;
let fixture: JudgeFixture;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
  fixture = await openJudge({ launcher, oracle: ORACLE, slices: SLICES });
});

afterAll(async () => {
  await fixture.close();
  await launcher.close();
});

describe('an honest candidate', () => {
  test('passes every check, each with its grade and its number of questions', async () => {
    const { verdict } = await fixture.ask(HONEST);
    expect(verdict).toMatchObject({ status: 'pass', mode: 'fresh', inputs: 'screening', reason: null });
    expect(verdict.sandbox).toEqual(launcher.stamp);
    expect(verdict.checks).toMatchObject([
      { check: 'small', grade: 'separate-process', questions: 3, metrics: { score: 3 }, reason: null },
      { check: 'negative', grade: 'held-out', questions: 3, metrics: { score: 3 } },
    ]);
  });

  test('gets the same verdict again, screened as fresh, but for the mode', async () => {
    const first = await fixture.ask(HONEST);
    const again = await fixture.ask(HONEST);
    const screened = await fixture.ask(HONEST, { mode: 'screened' });
    expect(again.verdict).toEqual(first.verdict);
    expect(screened.verdict).toEqual({ ...first.verdict, mode: 'screened' });
    expect(screened.observed.batch).toBeTypeOf('string');
    expect(first.observed.batch).toBeUndefined();
  });

  test('is not asked held-out questions in the visible scope', async () => {
    const { verdict } = await fixture.ask(HONEST, { scope: 'visible' });
    expect(verdict.checks.map(({ check }) => check)).toEqual(['small']);
  });
});

test('the first check that does not pass ends the cascade, with its counterexample', async () => {
  const { verdict } = await fixture.ask(
    'export const answer = (number: number) => (number < 0 ? 0 : 2 * number);',
  );
  expect(verdict.status).toBe('fail');
  expect(verdict.reason).toBe('negative: not doubled');
  expect(verdict.checks[1]).toMatchObject({ status: 'fail', questions: 1, evidence: { answer: 0 } });

  const wrong = await fixture.ask('export const answer = () => NaN;');
  expect(wrong.verdict.checks).toHaveLength(1);
  expect(wrong.verdict.checks[0]!.evidence).toMatchObject({ answer: 'NaN' });
});

test('the same label means the same inputs and another label other ones; checks draw independently', async () => {
  const echo = 'export const answer = (number: number) => { throw new Error(String(number)); };';
  const [first, again, other] = [
    await fixture.ask(echo),
    await fixture.ask(echo),
    await fixture.ask(echo, { inputs: 'candidate-7' }),
  ];
  expect(first.verdict.reason).toMatch(/^small: Error: \d+$/);
  expect(again.verdict.reason).toBe(first.verdict.reason);
  expect(other.verdict.reason).not.toBe(first.verdict.reason);
});

test('files made for sandboxes: of the candidate and programs of ours, nothing of the oracle', async () => {
  await fixture.ask(HONEST);
  const scratch = join(fixture.directory, 'scratch');
  // The folder of a sandbox that has ended goes while we look.
  await vi.waitFor(
    () => {
      const files = readdirSync(scratch, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      const names = new Set(files.map(({ name }) => name));
      expect(names).toEqual(
        new Set(['candidate.ts', 'node-driver.js', 'package.json', 'plain-data.js', 'program-runner.js']),
      );
      for (const { parentPath, name } of files) {
        expect(readFileSync(join(parentPath, name), 'utf8')).not.toMatch(/held-out|negative|doubles/);
      }
    },
    { timeout: 10_000 },
  );
});

test('a candidate sees its own files and the program that loads it, nothing of the task', async () => {
  await fixture.ask(HONEST);
  const { verdict } = await fixture.ask(`
    import { existsSync, readdirSync } from 'node:fs';
    const seen = () => [readdirSync('/fulcrum'), readdirSync('/fulcrum/candidates'), existsSync('${fixture.directory}')];
    export const answer = () => { throw new Error(JSON.stringify(seen())); };`);
  expect(verdict.reason).toBe('small: Error: [["bin","candidates","drivers"],["candidate.ts"],false]');
});

test('a judgement is called off by its signal before its time is up, and the judge goes on', async () => {
  const controller = new AbortController();
  const started = performance.now();
  const asked = fixture.ask(
    'setInterval(() => {}, 1000); export const answer = () => new Promise(() => {});',
    { signal: controller.signal },
  );
  setTimeout(() => controller.abort(new Error('called off')), 200);
  await expect(asked).rejects.toThrow('called off');
  // A question may take 5 s here.
  expect(performance.now() - started).toBeLessThan(4000);
  expect((await fixture.ask(HONEST)).verdict.status).toBe('pass');
});

test('candidates that do nothing do not satisfy this oracle', async () => {
  const probes = await fixture.judge.probeOracle('screening');
  expect(probes.length).toBeGreaterThanOrEqual(6);
  for (const { verdict } of probes) expect(verdict.status).toBe('fail');
});

test('an oracle content with anything is shown by the probes', async () => {
  const content = `
    import { defineOracle } from 'fulcrum';
    export default defineOracle({ checks: [{ name: 'any', slice: 'train', visibility: 'visible', run: async ({ subject }) => {
      await subject.ask();
      return { status: 'pass', metrics: { score: 1 } };
    } }] });`;
  const careless = await openJudge({ launcher, oracle: content });
  const probes = await careless.judge.probeOracle('screening');
  await careless.close();
  expect(new Set(probes.map(({ verdict }) => verdict.status))).toEqual(new Set(['pass']));
});

test('a metric that the run compares and that is missing or not finite fails', async () => {
  const measuring = `
    import { defineOracle } from 'fulcrum';
    export default defineOracle({ checks: [{ name: 'measure', slice: 'train', visibility: 'visible', run: async ({ subject }) => {
      const answer = await subject.ask();
      return { status: 'pass', metrics: answer.value };
    } }] });`;
  const measure = await openJudge({ launcher, oracle: measuring });
  const missing = await measure.ask('export const answer = () => ({ other: 1 });');
  const infinite = await measure.ask('export const answer = () => ({ score: Infinity });');
  const finite = await measure.ask('export const answer = () => ({ score: 1 });');
  await measure.close();
  expect(missing.verdict).toMatchObject({ status: 'fail', reason: expect.stringContaining('"score"') });
  expect(infinite.verdict).toMatchObject({
    status: 'fail',
    reason: 'measure: the metric "score" is Infinity',
  });
  expect(finite.verdict.status).toBe('pass');
});

test('remembered inputs are the same for the second candidate, and so is what is drawn after them', async () => {
  const remembering = `
    import { defineOracle } from 'fulcrum';
    let made = 0;
    export default defineOracle({ checks: [{ name: 'memory', slice: 'train', visibility: 'visible', run: async ({ subject, random, remember }) => {
      const items = remember('items', () => { made += 1; return [random.next(), random.next()]; });
      await subject.ask(items, random.next());
      return { status: 'pass', metrics: { score: made } };
    } }] });`;
  const memory = await openJudge({ launcher, oracle: remembering });
  const source = 'export const answer = (items: number[]) => items;';
  const [first, second, other] = [
    await memory.ask(source, { mode: 'screened' }),
    await memory.ask(source, { mode: 'screened' }),
    await memory.ask(source, { mode: 'screened', inputs: 'other' }),
  ];
  await memory.close();
  expect(second.verdict.checks[0]!.transcript).toBe(first.verdict.checks[0]!.transcript);
  expect(other.verdict.checks[0]!.transcript).not.toBe(first.verdict.checks[0]!.transcript);
  expect([first, second, other].map(({ verdict }) => verdict.checks[0]!.metrics['score'])).toEqual([1, 1, 2]);
});

test('closing leaves no file and no process', async () => {
  const brief = await openJudge({ launcher, oracle: ORACLE, slices: SLICES, judge: { workers: 2 } });
  await Promise.all([brief.ask(HONEST, { mode: 'screened' }), brief.ask(HONEST)]);
  const processes = (): readonly string[] =>
    readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && belongsTo(pid, brief.directory));
  // Two oracle processes, and what holds the screening process, with the candidates' folder among its arguments.
  expect(processes().length).toBeGreaterThanOrEqual(3);
  await brief.judge.close();
  expect(readdirSync(join(brief.directory, 'scratch'))).toEqual([]);
  expect(processes()).toEqual([]);
  await brief.close();
});

function belongsTo(pid: string, directory: string): boolean {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === directory ||
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(directory)
    );
  } catch {
    return false;
  }
}
