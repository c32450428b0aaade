import type { ProposalSelection, Selection } from '../../kernel/contracts/strategy.ts';

/** The selection as a proposal. Throws where it is a measurement. */
export function proposalOf(selection: Selection): ProposalSelection {
  if (selection.kind === 'propose') return selection;
  throw new Error(`candidate ${selection.candidate.number} is measured, where a proposal was expected`);
}
