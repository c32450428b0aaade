import type { Provenance } from '../kernel/candidate.ts';
import type { ProposalOutcome } from '../kernel/contracts/strategy.ts';

/** Who made the proposal that this came of; null where that is not known, and where an earlier one was measured again. */
export function provenanceOf(outcome: ProposalOutcome): Provenance | null {
  switch (outcome.kind) {
    case 'decided':
      return outcome.scored.candidate.provenance;
    case 'refused':
      return outcome.provenance;
    case 'measured':
      return null;
  }
}
