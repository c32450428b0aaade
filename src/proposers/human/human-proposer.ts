import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { FileEdit, Proposal, ProposalRequest, Proposer } from '../../kernel/contracts/proposer.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { parseOptions } from '../options.ts';
import type { ProposerServices } from '../services.ts';
import type { InboxEntry } from './inbox.ts';
import { listInbox, markTaken, readEntry } from './inbox.ts';

const schema = z.strictObject({
  /** Seconds to wait at an empty inbox, where there is no other proposer; null waits until the run is stopped. */
  patience: z.number().positive().nullable().default(null),
});

const POLL_MILLISECONDS = 250;

/**
 * Takes the oldest proposal of a person from the inbox of the run. An empty inbox is a proposal of nothing, so that other
 * proposers go on; one that is the only proposer waits. A proposal belongs to the number it was first taken for: asked for
 * that number again, after a kill, it is the same, and nobody else gets it.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` on options it does not know.
 */
export function createHumanProposer(source: JsonObject, services: ProposerServices): Proposer<null> {
  const { patience } = parseOptions(schema, source, 'human');
  /** In the order of their numbers: the oldest proposal goes to the lowest. */
  let turn: Promise<unknown> = Promise.resolve();
  return {
    id: 'human',
    trusted: false,
    author: { kind: 'person', family: null },
    start: () => null,
    observe: () => null,
    propose: (request) => {
      const own = turn.then(() => nextProposal(request, services, patience));
      turn = own.catch(() => undefined);
      return own;
    },
  };
}

async function nextProposal(
  request: ProposalRequest,
  { runDirectory, waiting }: ProposerServices,
  patience: number | null,
): Promise<Proposal> {
  const { number, signal } = request;
  const until = patience === null ? Infinity : performance.now() + patience * 1000;
  for (;;) {
    const items = listInbox(runDirectory);
    const item =
      items.find(({ takenBy }) => takenBy === number) ?? items.find(({ takenBy }) => takenBy === null);
    if (item !== undefined) {
      const entry = readEntry(runDirectory, item.id);
      markTaken(runDirectory, item.id, number);
      return proposalOf(entry, item.id, request);
    }
    if (waiting?.alone !== true) return { kind: 'nothing', reason: 'the inbox is empty' };
    if (signal.aborted || waiting.stopRequested())
      return { kind: 'nothing', reason: 'the run was stopped while the inbox was empty' };
    if (performance.now() >= until)
      return { kind: 'nothing', reason: `the inbox stayed empty for ${patience} s` };
    await sleep(POLL_MILLISECONDS);
  }
}

function proposalOf(entry: InboxEntry, id: number, { parents }: ProposalRequest): Proposal {
  return {
    kind: 'edit',
    edits: editsTo(entry, parents[0]!.files),
    provenance: {
      proposer: 'human',
      operator: 'inbox',
      summary: `${entry.summary} (number ${id} in the inbox, a change of candidate ${entry.base.number})`,
      author: { kind: 'person', family: entry.author, context: [entry.base.tree], at: null },
    },
  };
}

/** What makes the editable files of a parent those of the proposal, whichever parent that is. */
function editsTo(
  { files: wanted }: InboxEntry,
  files: ProposalRequest['parents'][number]['files'],
): readonly FileEdit[] {
  const surplus = files.editable().filter((path) => !Object.hasOwn(wanted, path));
  const changed = Object.entries(wanted).filter(([path, content]) => files.read(path) !== content);
  return [
    ...surplus.map((path) => ({ path, content: null })),
    ...changed.map(([path, content]) => ({ path, content })),
  ];
}
