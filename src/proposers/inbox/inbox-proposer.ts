import { setTimeout as sleep } from 'node:timers/promises';
import type { Author } from '../../kernel/authorship.ts';
import type { FileEdit, Proposal, ProposalRequest, Proposer } from '../../kernel/contracts/proposer.ts';
import { taintOf } from '../../kernel/data-block.ts';
import type { ProposerServices } from '../services.ts';
import type { InboxEntry, InboxKind } from './inbox.ts';
import { inboxOf, listInbox, markTaken, readEntry } from './inbox.ts';

/** Whose inbox it is and how its entries are put on record. */
export interface InboxProposerOptions {
  readonly kind: InboxKind;
  /** Seconds to wait at an empty inbox, where there is no other proposer; null waits until the run is stopped. */
  readonly patience: number | null;
  readonly author: (entry: InboxEntry) => Pick<Author, 'kind' | 'family'>;
}

const POLL_MILLISECONDS = 250;

/**
 * Takes the oldest proposal from an inbox of the run. An empty inbox is a proposal of nothing, so that other proposers go
 * on; one that is the only proposer waits. A proposal belongs to the number it was first taken for: asked for that number
 * again, after a kill, it is the same, and nobody else gets it.
 */
export function createInboxProposer(
  options: InboxProposerOptions,
  services: ProposerServices,
): Pick<Proposer<null>, 'trusted' | 'start' | 'observe' | 'propose'> {
  /** In the order of their numbers: the oldest proposal goes to the lowest. */
  let turn: Promise<unknown> = Promise.resolve();
  return {
    trusted: false,
    start: () => null,
    observe: () => null,
    propose: (request) => {
      const own = turn.then(() => nextProposal(request, services, options));
      turn = own.catch(() => undefined);
      return own;
    },
  };
}

async function nextProposal(
  request: ProposalRequest,
  { runDirectory, waiting }: ProposerServices,
  options: InboxProposerOptions,
): Promise<Proposal> {
  const { kind, patience } = options;
  const { number, signal } = request;
  const inbox = inboxOf(runDirectory, kind);
  const until = patience === null ? Infinity : performance.now() + patience * 1000;
  for (;;) {
    const items = listInbox(inbox);
    const item =
      items.find(({ takenBy }) => takenBy === number) ?? items.find(({ takenBy }) => takenBy === null);
    if (item !== undefined) {
      const entry = readEntry(inbox, item.id);
      markTaken(inbox, item.id, number);
      return proposalOf(entry, item.id, request, options);
    }
    if (waiting?.alone !== true) return { kind: 'nothing', reason: 'the inbox is empty' };
    if (signal.aborted) return { kind: 'nothing', reason: 'the run ended while the inbox was empty' };
    if (performance.now() >= until)
      return { kind: 'nothing', reason: `the inbox stayed empty for ${patience} s` };
    await sleep(POLL_MILLISECONDS);
  }
}

function proposalOf(
  entry: InboxEntry,
  id: number,
  { parents }: ProposalRequest,
  { kind, author }: InboxProposerOptions,
): Proposal {
  const written = taintOf(
    [entry.summary, entry.author, ...entry.edits.map(({ content }) => content ?? '')].join('\n'),
  );
  return {
    kind: 'edit',
    edits: editsTo(entry, parents[0]!.files),
    provenance: {
      proposer: kind,
      operator: 'inbox',
      summary: `${entry.summary} (number ${id} in the inbox, a change of candidate ${entry.base.number})`,
      author: { ...author(entry), context: [entry.base.tree], at: null },
      // What was shown to whoever wrote it is not known here.
      ...(written.length === 0 ? {} : { taint: { shown: [], written } }),
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
