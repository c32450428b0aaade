import type { LedgerEntry } from '../../src/kernel/contracts/ledger.ts';
import { SCREENING_INPUTS } from '../../src/kernel/run-state.ts';
import { metricOf } from '../../src/kernel/verdict.ts';

/** A repair: a candidate made from a bug that passes every test of the specification. */
export interface PlausibleRepair {
  readonly number: number;
  readonly tree: string;
  /** The bug it repairs. */
  readonly bug: number;
}

/** What a run of the game shows in its ledger. */
export interface Game {
  /** Bugs that anybody tried to repair. */
  readonly bugs: readonly number[];
  /** In the order they were found, without those that are the original's text again. */
  readonly repairs: readonly PlausibleRepair[];
  /** Bugs for which the original's text was found again. */
  readonly restored: ReadonlySet<number>;
}

/** Reads the game from the entries of a run. */
export function readGame(entries: Iterable<LedgerEntry>): Game {
  const proposed = new Map<number, { readonly parent: number; readonly tree: string }>();
  const bugs = new Set<number>();
  const repairs = new Map<number, PlausibleRepair>();
  const restored = new Set<number>();
  for (const { event } of entries) {
    if (event.type === 'candidate-proposed') {
      const { number, tree, parents } = event.candidate;
      proposed.set(number, { parent: parents[0]!, tree });
      if (parents[0] !== 0) bugs.add(parents[0]!);
    }
    if (event.type === 'proposal-refused' && event.duplicateOf === 0 && event.parents[0] !== 0)
      restored.add(event.parents[0]!);
    if (event.type !== 'candidate-judged' || event.verdict.inputs !== SCREENING_INPUTS) continue;
    const known = proposed.get(event.judged);
    if (known === undefined || known.parent === 0 || metricOf(event.verdict, 'tests', 'failed') !== 0)
      continue;
    repairs.set(event.judged, { number: event.judged, tree: known.tree, bug: known.parent });
  }
  return { bugs: [...bugs], repairs: [...repairs.values()], restored };
}
