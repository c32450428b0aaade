import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Random } from '../../src/kernel/random.ts';
import type { Verdict } from '../../src/kernel/verdict.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import type { DefinedTask } from '../../src/task/define-task.ts';
import { defineTask } from '../../src/task/define-task.ts';
import type { Bug } from './bugs.ts';
import { runTests } from './bugs.ts';

export interface RepairOptions {
  /** Share of minimist's tests that proposers may see the results of. */
  readonly share: number;
  /** Names of all its tests. */
  readonly tests: readonly string[];
  readonly evaluations: number;
  readonly seed: string;
  /** Folder for this bug, made and filled here. */
  readonly directory: string;
}

/** What became of one bug. */
export interface RepairOutcome {
  readonly bug: Bug;
  readonly judged: number;
  /** Candidates that pass every visible test. */
  readonly plausible: number;
  /** Those of them that fail a held-out test; none was kept. */
  readonly overfit: number;
  /** Whether the first plausible one was overfit; null when there was none. */
  readonly firstIsOverfit: boolean | null;
  /** What was kept last passes every visible test. */
  readonly endedPlausible: boolean;
  /** What was kept last passes every test. */
  readonly repaired: boolean;
  readonly seconds: number;
}

/** Searches a repair of one bug, from the results of visible tests alone. */
export async function repair(bug: Bug, options: RepairOptions, random: Random): Promise<RepairOutcome> {
  const task = repairTask(bug, options, random);
  const directory = join(options.directory, 'run');
  const started = performance.now();
  const { state } = await runTask(task, { directory });
  const seconds = (performance.now() - started) / 1000;
  const plausible = plausiblePatches(directory);
  const { incumbent, spending } = state;
  const endedPlausible = incumbent !== null && failed(incumbent.fresh, 'visible') === 0;
  return {
    bug,
    judged: spending.evaluations,
    plausible: plausible.length,
    overfit: plausible.filter(Boolean).length,
    firstIsOverfit: plausible[0] ?? null,
    endedPlausible,
    repaired: endedPlausible && failed(incumbent.fresh, 'others') === 0,
    seconds,
  };
}

function repairTask(bug: Bug, options: RepairOptions, random: Random): DefinedTask {
  const { directory, evaluations, seed } = options;
  const here = import.meta.dirname;
  mkdirSync(directory, { recursive: true });
  cpSync(join(here, 'workspace'), join(directory, 'workspace'), { recursive: true });
  writeFileSync(join(directory, 'workspace/minimist.cjs'), bug.source);
  const oracle = relative(directory, join(here, 'oracle'));
  const visible = visibleTests(bug, options, random);
  writeFileSync(
    join(directory, 'oracle.ts'),
    `import { repairOracle } from '${oracle}/repair-oracle.ts';\nexport default repairOracle(${JSON.stringify(visible)});\n`,
  );
  return defineTask(
    {
      name: `repair of minimist, bug ${bug.id}`,
      workspace: { editable: ['minimist.cjs'] },
      subject: { kind: 'node', module: 'answer.ts', export: 'answer' },
      oracle: { module: 'oracle.ts', data: [`${oracle}/*.ts`] },
      objective: { metric: 'failed', slice: 'visible', direction: 'minimize', target: 0 },
      slices: { visible: ['visible'], heldOut: [{ name: 'others', metric: 'failed', tolerance: null }] },
      // Where to look follows from the visible tests alone.
      proposers: [{ ...MUTATION, focus: { 'minimist.cjs': [...runTests(bug.source, visible)!.suspicion] } }],
      // A bug of one change is one change away: random single changes (Qi et al., ICSE 2014), and no drift.
      strategy: { kind: 'random', intent: 'vary' },
      acceptance: { simplicity: false },
      budget: { evaluations },
      sandbox: { question: '1s', judgement: '10s' },
      seed,
      pipeline: 16,
    },
    directory,
  );
}

/** Single changes of untyped code: what a repair of one bug needs. */
const MUTATION = {
  kind: 'mutation',
  maximumBytes: 8192,
  furtherMutation: 0,
  operators: ['operator-flip', 'condition-negate', 'expression-borrow', 'clause-drop', 'constant-jitter'],
};

/** A test that shows the bug, without which nobody would look for it, and others at random. */
function visibleTests({ failing }: Bug, { tests, share }: RepairOptions, random: Random): readonly string[] {
  const visible = [random.pick(failing)];
  const left = tests.filter((name) => name !== visible[0]);
  while (visible.length < Math.round(share * tests.length))
    visible.push(...left.splice(random.below(left.length), 1));
  return visible;
}

/** Whether each candidate that passed all visible tests failed another one, in the order of proposals. */
function plausiblePatches(directory: string): readonly boolean[] {
  const ledger = readLedger(directory);
  const overfit = new Map<number, boolean>();
  for (const { event } of ledger.entries()) {
    if (event.type !== 'candidate-judged' || event.judged !== event.number) continue;
    const others = event.verdict.checks.find(({ slice }) => slice === 'others');
    if (others === undefined || failed(event.verdict, 'visible') !== 0) continue;
    overfit.set(event.number, overfit.get(event.number) === true || others.status === 'fail');
  }
  ledger.close();
  return [...overfit.values()];
}

function failed(verdict: Verdict, slice: string): number | null {
  return metricOf(verdict, slice, 'failed');
}
