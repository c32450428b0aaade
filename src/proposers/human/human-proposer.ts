import { z } from 'zod';
import type { Proposer } from '../../kernel/contracts/proposer.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { createInboxProposer } from '../inbox/inbox-proposer.ts';
import { parseOptions } from '../options.ts';
import type { ProposerServices } from '../services.ts';

const schema = z.strictObject({
  /** Seconds to wait at an empty inbox, where there is no other proposer; null waits until the run is stopped. */
  patience: z.number().positive().nullable().default(null),
});

/**
 * Takes what people put into the inbox of the run with `fulcrum propose`, oldest first, under the name of its author.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` on options it does not know.
 */
export function createHumanProposer(source: JsonObject, services: ProposerServices): Proposer<null> {
  const { patience } = parseOptions(schema, source, 'human');
  return {
    id: 'human',
    author: { kind: 'person', family: null },
    ...createInboxProposer(
      { kind: 'human', patience, author: ({ author }) => ({ kind: 'person', family: author }) },
      services,
    ),
  };
}
