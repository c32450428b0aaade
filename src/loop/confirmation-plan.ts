import type { ConfirmationSource } from '../kernel/confirmation.ts';

/** What a run of any size gets at most unless its task says otherwise. */
const USUAL: ConfirmationSource = { pairs: 5, ablate: 8 };

/** Judgements of a confirmation for each evaluation of the run. */
const SHARE = 0.1;

/**
 * How much the end of a run is worth where nobody said: about a tenth of its judgements, pairs before ablations, and one
 * pair at least.
 */
export function usualConfirmation(evaluations: number): ConfirmationSource {
  const judgements = Math.floor(evaluations * SHARE);
  const pairs = Math.min(USUAL.pairs, Math.max(1, Math.floor(judgements / 2)));
  const ablate = Math.min(USUAL.ablate, Math.max(0, Math.floor((judgements - 2 * pairs) / pairs)));
  return { pairs, ablate };
}
