import { setTimeout as sleep } from 'node:timers/promises';
import type { Author } from '../../kernel/authorship.ts';
import type { FileEdit, Proposal, ProposalRequest, Proposer } from '../../kernel/contracts/proposer.ts';
import { taintOf } from '../../kernel/data-block.ts';
import type { ProposerServices } from '../services.ts';
import type { InboxEntry, InboxKind } from './inbox.ts';
import { inboxOf } from './inbox.ts';
import type { InboxQueue, TakenEntry } from './inbox-queue.ts';
import { inboxQueue } from './inbox-queue.ts';

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
  services: ProposerServices,
  options: InboxProposerOptions,
): Promise<Proposal> {
  const { kind, patience } = options;
  const { number, signal } = request;
  const queue = queueOf(services, kind);
  const until = patience === null ? Infinity : performance.now() + patience * 1000;
  for (;;) {
    const taken = queue.take(number);
    if (taken !== null) return proposalOf(taken, request, options);
    if (services.waiting?.alone !== true) return { kind: 'nothing', reason: 'the inbox is empty' };
    if (signal.aborted) return { kind: 'nothing', reason: 'the run ended while the inbox was empty' };
    if (performance.now() >= until)
      return { kind: 'nothing', reason: `the inbox stayed empty for ${patience} s` };
    await sleep(POLL_MILLISECONDS);
  }
}

/** By the run: proposers that read the same inbox share a queue, so that each proposal goes to one of them. */
const QUEUES = new WeakMap<ProposerServices, Map<InboxKind, InboxQueue>>();

function queueOf(services: ProposerServices, kind: InboxKind): InboxQueue {
  const queues = QUEUES.get(services) ?? new Map<InboxKind, InboxQueue>();
  QUEUES.set(services, queues);
  const queue = queues.get(kind) ?? inboxQueue(inboxOf(services.runDirectory, kind));
  queues.set(kind, queue);
  return queue;
}

function proposalOf(
  { entry, id }: TakenEntry,
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
