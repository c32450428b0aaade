import type { Hash } from '../../../kernel/candidate.ts';
import type { ProposalOutcome } from '../../../kernel/contracts/strategy.ts';

/** A change that was judged, and the vector it was embedded as. */
export type RememberedChange = { readonly number: number; readonly digest: Hash };

/**
 * The last `most` changes that were judged, this outcome included; oldest first.
 *
 * @param model whose vectors these are: those of another cannot be compared with them
 */
export function rememberChange(
  changes: readonly RememberedChange[],
  outcome: ProposalOutcome,
  model: string,
  most: number,
): readonly RememberedChange[] {
  if (outcome.kind !== 'decided') return changes;
  const embedding = outcome.scored.candidate.provenance.model?.embedding;
  if (embedding?.model !== model) return changes;
  const { number } = outcome;
  const others = changes.filter((known) => known.number !== number);
  return [...others, { number, digest: embedding.digest }].slice(-most);
}
