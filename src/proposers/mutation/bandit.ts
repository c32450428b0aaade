import type { ProposalOutcome } from '../../kernel/contracts/strategy.ts';
import { provenanceOf } from '../outcome-provenance.ts';

/** Kept candidates and all outcomes by operator, both fading: recent outcomes count most. */
export type BanditState = { readonly [operator: string]: { readonly kept: number; readonly tried: number } };

const FADING = 0.98;

/** Operators of one proposal, as its provenance writes them. */
export const OPERATOR_SEPARATOR = ' + ';

/** Counts one outcome for each operator that made the proposal. */
export function rewardOperators(state: BanditState, outcome: ProposalOutcome): BanditState {
  const provenance = provenanceOf(outcome);
  if (provenance?.proposer !== 'mutation') return state;
  const kept = outcome.kind === 'decided' && outcome.decision === 'keep' ? 1 : 0;
  const counted = { ...state };
  for (const operator of new Set(provenance.operator.split(OPERATOR_SEPARATOR))) {
    const before = counted[operator] ?? { kept: 0, tried: 0 };
    counted[operator] = { kept: before.kept * FADING + kept, tried: before.tried * FADING + 1 };
  }
  return counted;
}

/**
 * How much more or less often to draw an operator than by its own weight: its estimated share of kept candidates,
 * (kept + 1) / (tried + 50), against the 1/50 of an operator never tried; between a quarter and eight times.
 */
export function operatorPreference(state: BanditState, operator: string): number {
  const { kept, tried } = state[operator] ?? { kept: 0, tried: 0 };
  return Math.min(8, Math.max(0.25, (50 * (kept + 1)) / (tried + 50)));
}
