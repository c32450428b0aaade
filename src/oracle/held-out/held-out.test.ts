import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { JudgeReply } from '../../kernel/contracts/judge.ts';
import type { HeldOutUses } from '../../kernel/held-out.ts';
import type { HeldOutSlice } from '../../kernel/task.ts';
import type { CheckResult } from '../../kernel/verdict.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import type { JudgeFixture } from '../testing/judge-fixture.ts';
import { openJudge } from '../testing/judge-fixture.ts';

let launcher: LauncherHandle;
beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

const opened: JudgeFixture[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const fixture of opened.splice(0)) await fixture.close();
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

/** The candidate answers with an error of its own; the hidden slice adds to it what its ten items say. */
const ORACLE = `
  import { defineOracle } from 'fulcrum';
  const check = (name, slice, visibility) => ({
    name, slice, visibility,
    run: async ({ subject, random, inputs }) => {
      const draws = Array.from({ length: 10 }, () => random.next());
      const answer = await subject.ask(0);
      const items = draws.map((draw) => draw / 1000 + answer.value);
      const error = items.reduce((sum, item) => sum + item, 0) / 10;
      return { status: 'pass', metrics: { error, other: error }, evidence: { items }, items };
    },
  });
  export default defineOracle({ checks: [
    check('seen', 'train', 'visible'), check('unseen', 'hidden', 'held-out'), check('last', 'end', 'held-out'),
  ] });`;

const HIDDEN: HeldOutSlice = { name: 'hidden', metric: 'error', direction: 'minimize', tolerance: 0 };

interface Opening {
  readonly hidden: Partial<HeldOutSlice>;
  readonly directory?: string;
  readonly recorded?: HeldOutUses;
  readonly workers?: number;
  /** Files of the unmodified workspace. */
  readonly baseline?: { readonly [path: string]: string };
}

async function open({
  hidden,
  directory = newFolder(),
  recorded = {},
  workers = 1,
  baseline,
}: Opening): Promise<JudgeFixture> {
  const fixture = await openJudge({
    launcher,
    oracle: ORACLE,
    ...(baseline && { baseline }),
    slices: {
      visible: ['train'],
      heldOut: [
        { ...HIDDEN, ...hidden },
        { ...HIDDEN, name: 'end', final: true },
      ],
    },
    task: {
      objectives: [
        { metric: 'error', slice: 'train', direction: 'minimize', unit: '', target: null, required: null },
      ],
    },
    judge: { heldOut: { directory, recorded }, workers },
  });
  opened.push(fixture);
  return fixture;
}

function newFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'fulcrum-held-out-'));
  folders.push(made);
  return made;
}

const answering = (error: number): string => `export const answer = () => ${error};`;

async function read(
  fixture: JudgeFixture,
  error: number,
  inputs: string,
  scope: 'all' | 'final' = 'all',
): Promise<CheckResult> {
  const { verdict }: JudgeReply = await fixture.ask(answering(error), { inputs, scope });
  return verdict.checks.at(-1)!;
}

it('asks fixed items the same at every reading, and counts readings, not judgements', async () => {
  const fixture = await open({ hidden: { items: 'fixed' } });
  const first = await read(fixture, 1, 'baseline');
  const again = await read(fixture, 1, 'decision-3');
  expect(again.metrics).toEqual(first.metrics);
  expect([first.reads, again.reads]).toEqual([1, 2]);
  const others = await Promise.all([
    read(fixture, 2, 'decision-3'),
    read(fixture, 3, 'decision-3-confirm-7'),
  ]);
  expect(others.map(({ reads }) => reads)).toEqual([2, 2]);
});

it('draws fresh items for every label and leaves slices uncounted that nobody limits', async () => {
  const fixture = await open({ hidden: {} });
  const [one, two] = [await read(fixture, 1, 'decision-1'), await read(fixture, 1, 'decision-2')];
  expect(one.metrics).not.toEqual(two.metrics);
  expect(one.reads).toBeUndefined();
});

it('refuses a reading beyond the budget, also after a restart, before it asks anything', async () => {
  const directory = newFolder();
  const first = await open({ hidden: { reads: 2 }, directory, workers: 2 });
  await read(first, 1, 'decision-1');
  await read(first, 1, 'decision-2');
  await expect(read(first, 1, 'decision-3')).rejects.toMatchObject({
    facts: { code: 'FULCRUM_E_HELD_OUT_EXHAUSTED', what: expect.stringContaining('2 readings') as string },
  });
  expect((await read(first, 1, 'decision-2')).reads).toBe(2);
  await first.close();
  const second = await open({ hidden: { reads: 2 }, directory });
  await expect(read(second, 1, 'decision-3')).rejects.toMatchObject({
    facts: { code: 'FULCRUM_E_HELD_OUT_EXHAUSTED' },
  });
  expect((await second.ask(answering(1), { inputs: 'decision-3', scope: 'visible' })).verdict.status).toBe(
    'pass',
  );
});

it('refuses to start when the ledger knows of more readings than its own record', async () => {
  const recorded = { hidden: { reads: 1, items: 10 } };
  await expect(open({ hidden: { reads: 5 }, recorded })).rejects.toMatchObject({
    facts: { code: 'FULCRUM_E_HELD_OUT_RECORD' },
  });
});

it('answers by the ladder: the best again for what is worse, and nothing else about it', async () => {
  const fixture = await open({
    hidden: { items: 'fixed', answer: { kind: 'ladder', step: null } },
    workers: 2,
  });
  const baseline = await read(fixture, 1, 'baseline');
  const figure = baseline.metrics['error']!;
  const [worse, incumbent] = await Promise.all([
    read(fixture, 2, 'decision-1'),
    read(fixture, 1, 'decision-1'),
  ]);
  expect(worse).toMatchObject({ metrics: { error: figure }, evidence: null, reads: 2 });
  expect(worse.metrics).toEqual({ error: figure });
  expect(incumbent.metrics).toEqual({ error: figure });
  const better = await read(fixture, 0.5, 'decision-2');
  expect(better.metrics['error']).toBeCloseTo(figure - 0.5, 9);
  // In one reading everybody is compared with the best before it.
  expect((await read(fixture, 1, 'decision-2')).metrics['error']).toBe(figure);
  expect((await read(fixture, 1, 'decision-3')).metrics['error']).toBeCloseTo(figure - 0.5, 9);
});

it('answers by thresholdout: the visible figure while both agree, and counts only what tells more', async () => {
  const answer = { kind: 'thresholdout', against: 'train', threshold: 0.5, noise: 1e-6 } as const;
  const fixture = await open({ hidden: { items: 'fixed', reads: 3, answer } });
  const { verdict } = await fixture.ask(answering(1), { inputs: 'decision-1' });
  const [seen, unseen] = verdict.checks;
  expect(unseen!.metrics).toEqual({ error: seen!.metrics['error'] });
  expect(unseen!.reads).toBe(0);
  // Asked again it says the same, though the visible items are others.
  expect((await read(fixture, 1, 'decision-2')).metrics).toEqual(unseen!.metrics);
});

it('reads a final slice for one candidate and the baseline, and never in a decision', async () => {
  const fixture = await open({ hidden: {}, baseline: { 'candidate.ts': answering(3) } });
  const decided = await fixture.ask(answering(1), { inputs: 'decision-1' });
  expect(decided.verdict.checks.map(({ slice }) => slice)).toEqual(['train', 'hidden']);
  const last = await fixture.ask(answering(1), { inputs: 'reconfirm-1', scope: 'final' });
  expect(last.verdict.checks.map(({ slice }) => slice)).toEqual(['train', 'end']);
  expect((await read(fixture, 1, 'reconfirm-2', 'final')).reads).toBe(1);
  await expect(read(fixture, 0.5, 'reconfirm-1', 'final')).rejects.toMatchObject({
    facts: { code: 'FULCRUM_E_HELD_OUT_EXHAUSTED', what: expect.stringContaining('final') as string },
  });
  expect(await read(fixture, 3, 'reconfirm-1', 'final')).toMatchObject({ slice: 'end', reads: 1 });
});
