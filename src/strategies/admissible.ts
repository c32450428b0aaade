import type { ProposalOutcome } from '../kernel/contracts/strategy.ts';
import { passed, wasRefusedUnseen, type Direction, type Ranked } from './ranking.ts';

/**
 * The candidate that an archive may take from an outcome: one that passed. With `dropRefused` none that won where it
 * could be seen and was discarded all the same, so that the search does not climb what the acceptance rule disbelieves.
 */
export function admissible(
  { direction, bestKept }: { readonly direction: Direction; readonly bestKept: number | null },
  outcome: ProposalOutcome,
  dropRefused: boolean,
): Ranked | null {
  return dropRefused && wasRefusedUnseen(direction, outcome, bestKept) ? null : passed(outcome);
}
