import type { Proposer } from '../kernel/contracts/proposer.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { ProposerSource } from '../kernel/task.ts';
import { createAgentProposer } from './agent/agent-proposer.ts';
import { createCommandProposer } from './command/command-proposer.ts';
import { createHumanProposer } from './human/human-proposer.ts';
import { createLlmProposer } from './llm/llm-proposer.ts';
import { createMcpProposer } from './mcp/mcp-proposer.ts';
import { createMutationProposer } from './mutation/mutation-proposer.ts';
import { createNumericProposer } from './numeric/numeric-proposer.ts';
import type { ProposerServices } from './services.ts';

const KINDS = ['mutation', 'numeric', 'command', 'human', 'llm', 'agent', 'mcp'] as const;

/** The proposer a task names. @throws FulcrumError `FULCRUM_E_TASK_INVALID` on an unknown kind or option. */
export function createProposer(source: ProposerSource, services: ProposerServices): Proposer {
  switch (source.kind) {
    case 'mutation':
      // A proposer is only ever given the state it made itself.
      return createMutationProposer(source.options) as unknown as Proposer;
    case 'numeric':
      return createNumericProposer(source.options) as unknown as Proposer;
    case 'command':
      return createCommandProposer(source.options, services) as unknown as Proposer;
    case 'human':
      return createHumanProposer(source.options, services) as unknown as Proposer;
    case 'llm':
      return createLlmProposer(source.options, services) as unknown as Proposer;
    case 'agent':
      return createAgentProposer(source.options, services) as unknown as Proposer;
    case 'mcp':
      return createMcpProposer(source.options, services) as unknown as Proposer;
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
