import type { Proposer } from '../../kernel/contracts/proposer.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { createInboxProposer } from '../inbox/inbox-proposer.ts';
import type { ProposerServices } from '../services.ts';
import { mcpOptions } from './options.ts';

/**
 * Takes what MCP clients submitted to `fulcrum mcp`, oldest first. Nobody has checked who a client says it is, so its
 * author is on record as unknown, with what it said beside: no verdict is graded `independent` on such a claim.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` on options it does not know.
 */
export function createMcpProposer(source: JsonObject, services: ProposerServices): Proposer<null> {
  const { patience } = mcpOptions(source);
  return {
    id: 'mcp',
    author: { kind: 'unknown', family: null },
    ...createInboxProposer(
      { kind: 'mcp', patience, author: ({ author }) => ({ kind: 'unknown', family: author }) },
      services,
    ),
  };
}
