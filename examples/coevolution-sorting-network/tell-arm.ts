import type { RunEvent } from '../../src/kernel/event.ts';
import type { JsonObject } from '../../src/kernel/json.ts';
import { emptyRunState, foldRun } from '../../src/kernel/run-state.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { overrideTask } from '../../src/surfaces/started-task.ts';
import { loadTask } from '../../src/task/load-task.ts';
import type { Claim } from '../main-job/claim.ts';
import { exampleDirectory, freshRunDirectory } from '../main-job/example-directory.ts';

/** Who makes the tests. The search for networks is the same. */
export const ARMS = ['fixed', 'changed at random', 'co-evolved'] as const;

type Arm = (typeof ARMS)[number];

/** What an arm sets of the strategy. Tests changed at random cost the search as many turns as co-evolved ones. */
const OPTIONS: { readonly [arm in Arm]: JsonObject } = {
  fixed: { challengerTurn: 0 },
  'changed at random': { adopt: 'any' },
  'co-evolved': {},
};

/** Proven (8: Floyd and Knuth 1966; 10: Codish, Cruz-Filipe, Frank and Schneider-Kamp 2014). */
const PROVEN_MINIMUM: { readonly [wires: number]: number } = { 8: 19, 10: 29 };

export interface Told {
  readonly wires: number;
  readonly arm: Arm;
  readonly seed: string;
  readonly seconds: number;
  /** Comparators of the smallest network that was kept. */
  readonly size: number;
  /** Candidates the exact oracle was asked about, and those of them it refused. */
  readonly queries: number;
  readonly refused: number;
  /** Comparisons of two wires that all checks together took, at most. */
  readonly comparisons: number;
  /** Sizes that were kept, with the queries until then. */
  readonly kept: readonly { readonly size: number; readonly queries: number }[];
}

/** Runs one arm under one seed in a run directory of its own and reads from its ledger what it came to. */
export async function tellArm(arm: Arm, wires: number, seed: string, evaluations: number): Promise<Told> {
  const task = loadTask(`${exampleDirectory('coevolution-sorting-network')}/wires-${wires}.yaml`);
  const { kind, options } = task.task.strategy;
  const strategy = { kind, options: { ...options, ...OPTIONS[arm] } };
  const name = `${arm.replaceAll(' ', '-')}-${wires}-${seed}`;
  const directory = freshRunDirectory('coevolution-sorting-network', name);
  const started = performance.now();
  await runTask(overrideTask(task, { seed, strategy, budget: { evaluations } }), { directory });
  const seconds = (performance.now() - started) / 1000;
  const ledger = readLedger(directory);
  try {
    const events = [...ledger.entries()].map(({ event }) => event);
    return { wires, arm, seed, seconds, ...figuresIn(events) };
  } finally {
    ledger.close();
  }
}

/** What a run's events show. */
export function figuresIn(
  events: readonly RunEvent[],
): Pick<Told, 'size' | 'queries' | 'refused' | 'comparisons' | 'kept'> {
  let state = emptyRunState;
  const asked = new Set<number>();
  const refused = new Set<number>();
  const kept: { size: number; queries: number }[] = [];
  for (const event of events) {
    state = foldRun(state, event);
    if (event.type === 'candidate-judged' && event.judged === event.number) {
      const proof = event.verdict.checks.find(({ slice }) => slice === 'proof');
      if (proof !== undefined) asked.add(event.number);
      if (proof?.status === 'fail') refused.add(event.number);
    }
    const isStart = event.type === 'baseline-judged';
    if (!isStart && !(event.type === 'candidate-decided' && event.decision.kind === 'keep')) continue;
    const size = metricOf(state.incumbent!.fresh, 'proof', 'comparators')!;
    kept.push({ size, queries: asked.size });
  }
  return {
    size: kept.at(-1)!.size,
    queries: asked.size,
    refused: refused.size,
    comparisons: state.spending.work,
    kept,
  };
}

export interface Saved {
  readonly seed: string;
  /** The smallest size every arm came to. */
  readonly size: number;
  /** Queries each took to it. */
  readonly queries: { readonly [arm in Arm]: number };
}

/** The queries of all arms at equal size, seed by seed. */
export function savedQueries(told: readonly Told[], wires: number): readonly Saved[] {
  const own = told.filter((run) => run.wires === wires);
  return [...Map.groupBy(own, ({ seed }) => seed)].map(([seed, runs]): Saved => {
    const size = Math.max(...runs.map((run) => run.size));
    const queries = runs.map((run) => [run.arm, queriesTo(run, size)] as const);
    return { seed, size, queries: Object.fromEntries(queries) as Saved['queries'] };
  });
}

function queriesTo({ kept }: Told, size: number): number {
  return kept.find((step) => step.size <= size)!.queries;
}

export function claimsOn(told: readonly Told[]): readonly Claim[] {
  return [
    {
      claim: 'nothing below the proven minimum was kept, whatever the tests were content with',
      holds: told.length > 0 && told.every(({ wires, size }) => size >= PROVEN_MINIMUM[wires]!),
    },
    {
      claim: 'every run kept a network smaller than the one it began with',
      holds: told.length > 0 && told.every(({ kept }) => kept.length > 1),
    },
  ];
}
