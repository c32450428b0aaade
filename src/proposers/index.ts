import type { Proposer } from '../kernel/contracts/proposer.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { ProposerSource } from '../kernel/task.ts';
import { createMutationProposer } from './mutation/mutation-proposer.ts';
import { createNumericProposer } from './numeric/numeric-proposer.ts';

const KINDS = ['mutation', 'numeric'] as const;

/** The proposer a task names. @throws FulcrumError `FULCRUM_E_TASK_INVALID` on an unknown kind or option. */
export function createProposer(source: ProposerSource): Proposer {
  switch (source.kind) {
    case 'mutation':
      // A proposer is only ever given the state it made itself.
      return createMutationProposer(source.options) as unknown as Proposer;
    case 'numeric':
      return createNumericProposer(source.options) as unknown as Proposer;
    default:
      throw new FulcrumError({
        code: 'FULCRUM_E_TASK_INVALID',
        domain: 'usage',
        what: `there is no proposer of kind "${source.kind}"`,
        where: 'proposers.kind',
        mend: `Use one of: ${KINDS.join(', ')}.`,
      });
  }
}
