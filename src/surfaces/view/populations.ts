import { setImmediate as breathe } from 'node:timers/promises';
import type { Ledger } from '../../kernel/contracts/ledger.ts';
import type { Json } from '../../kernel/json.ts';
import { plainLine } from '../../kernel/plain-line.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { emptyRunState, foldRun } from '../../kernel/run-state.ts';
import type { Task } from '../../kernel/task.ts';
import { latestStart } from '../../loop/run-snapshot.ts';
import type { Search } from '../../loop/search.ts';
import { createSearch } from '../../loop/search.ts';
import type { EvolveState } from '../../strategies/evolve.ts';
import { createStrategy } from '../../strategies/index.ts';
import type { IslandsState } from '../../strategies/islands.ts';
import type { MapElitesState } from '../../strategies/map-elites.ts';
import type { ParetoState } from '../../strategies/pareto.ts';
import { packageVersion } from '../version.ts';
import type { FollowedRun } from './followed-run.ts';
import type { ObjectiveFront, PopulationAxis, PopulationMember, Populations } from './protocol.ts';

/** Entries behind the latest snapshot beyond which nobody waits for the fold. */
const MOST_BEHIND = 10_000;
const ENTRIES_A_SLICE = 400;

/** The strategy's memory as far as it was folded. */
interface Memory {
  readonly of: unknown;
  readonly search: Search;
  run: RunState;
  sequence: number;
}

const memories = new WeakMap<FollowedRun, Memory>();

/** What the strategy remembers now: its latest snapshot, and what it learned since. */
export async function populationsOf(run: FollowedRun): Promise<Populations> {
  const { task, incumbent } = run.standing().state;
  const recorder = run.fold().front();
  const front: ObjectiveFront | null =
    recorder === null || task === null
      ? null
      : {
          objectives: task.objectives,
          front: recorder.front(),
          others: recorder.latest(),
          incumbent: incumbent?.candidate.number ?? 0,
        };
  const none = {
    strategy: task?.strategy.kind ?? '',
    decided: 0,
    islands: [],
    axes: [],
    instances: [],
    front,
  };
  if (task === null || incumbent === null) return { ...none, closed: 'The baseline was not judged yet.' };
  if (!HOLDERS.has(task.strategy.kind)) return { ...none, closed: null };
  const memory = await remembered(run, task);
  if (memory === null)
    return {
      ...none,
      closed:
        'The run is long, and what its strategy remembers was noted by another version of Fulcrum, or not at all.',
    };
  const { decided } = memory.run;
  return { ...none, closed: null, decided, ...held(task, memory.search.after(decided).strategy) };
}

const HOLDERS: ReadonlySet<string> = new Set(['evolve', 'islands', 'map-elites', 'pareto']);

/** Folded up to the end of the ledger; null where that would take too long. */
async function remembered(run: FollowedRun, task: Task): Promise<Memory | null> {
  const ledger = run.ledger();
  const total = ledger.head()?.sequence ?? 0;
  const known = memories.get(run);
  const isNear = known?.of === ledger && total - known.sequence <= MOST_BEHIND;
  const memory = isNear ? known : begin(ledger, task);
  if (total - memory.sequence > MOST_BEHIND) return null;
  memories.set(run, memory);
  while (memory.sequence < total) {
    readOn(memory, ledger);
    if (memory.sequence < total) await breathe();
  }
  return memory;
}

function begin(ledger: Ledger, task: Task): Memory {
  const search = createSearch({ task, strategy: createStrategy(task.strategy), proposers: [] });
  const start = latestStart(ledger, packageVersion());
  if (start.search === null) return { of: ledger, search, run: emptyRunState, sequence: 0 };
  search.restore(start.search);
  return { of: ledger, search, run: start.run, sequence: start.sequence };
}

function readOn(memory: Memory, ledger: Ledger): void {
  let left = ENTRIES_A_SLICE;
  for (const entry of ledger.entries(memory.sequence + 1)) {
    const before = memory.run;
    memory.run = foldRun(before, entry.event);
    memory.search.observe(entry, before, memory.run);
    memory.sequence = entry.sequence;
    left -= 1;
    if (left === 0) return;
  }
}

type Held = Partial<Pick<Populations, 'islands' | 'axes' | 'instances'>>;

/** A strategy's state is its own: read here by the kind that made it. */
function held({ strategy }: Task, state: Json): Held {
  switch (strategy.kind) {
    case 'evolve':
      return { islands: (state as unknown as EvolveState).islands.map((members) => members.map(member)) };
    case 'islands':
      return {
        islands: (state as unknown as IslandsState).islands.map(({ clusters }) =>
          clusters.flatMap(({ members, score }, cluster) =>
            members.map((candidate) => ({ ...member({ candidate, score }), cluster })),
          ),
        ),
      };
    case 'map-elites': {
      const { islands, axes } = state as unknown as MapElitesState;
      const names = axisNames(strategy.options['dimensions']);
      return {
        axes: axes.map((axis, place): PopulationAxis => ({ ...axis, name: names[place] ?? 'size' })),
        islands: islands.map((owners) =>
          owners.map((owner) => ({
            ...member(owner),
            cell: owner.cell.split('-').map(Number),
            guest: owner.isMigrant,
          })),
        ),
      };
    }
    case 'pareto':
      return {
        instances: (state as unknown as ParetoState).fronts.map(({ name, best, holders }) => ({
          name: plainLine(name, 200),
          best,
          holders,
        })),
      };
    default:
      return {};
  }
}

function member(ranked: {
  readonly candidate: { readonly number: number; readonly size: number };
  readonly score: number;
}): PopulationMember {
  const { candidate, score } = ranked;
  return { number: candidate.number, score, size: candidate.size, cell: [], cluster: null, guest: false };
}

/** As the task's options name them; left out, the grid is over the size alone. */
function axisNames(dimensions: Json | undefined): readonly string[] {
  if (!Array.isArray(dimensions)) return [];
  return dimensions.map((dimension) => {
    const { of, slice, metric } = dimension as { of?: string; slice?: string; metric?: string };
    return plainLine(of ?? `${metric} on ${slice}`, 100);
  });
}
