import { isFulcrumError } from '../../kernel/errors.ts';
import { inboxOf, listInbox, readEntry } from '../../proposers/inbox/inbox.ts';
import type { FollowedRun } from './followed-run.ts';
import type { Proposals } from './protocol.ts';

const MOST = 100;

/** Proposals that people made of this run, newest first, and whether more can be made. */
export function proposalsOf(run: FollowedRun): Proposals {
  const { task } = run.standing().state;
  const inbox = inboxOf(run.place.directory, 'human');
  const latest = listInbox(inbox).slice(-MOST).toReversed();
  return {
    closed: closedTo(run),
    editable: task?.workspace.editable ?? [],
    items: latest.flatMap(({ id, takenBy }) => itemOf(inbox, id, takenBy)),
  };
}

/** Why nobody can propose anything to the run; null where one can. */
export function closedTo(run: FollowedRun): string | null {
  const { task, finished } = run.standing().state;
  if (task === null || task.proposers.every(({ kind }) => kind !== 'human'))
    return 'No proposer of this run reads proposals of people: add `- kind: human` to proposers in fulcrum.yaml and start a new run.';
  return finished !== null ? 'The run has ended: nobody reads the inbox any more.' : null;
}

/** One that cannot be read is left to the proposer to complain about: it is told of by its number. */
function itemOf(inbox: string, id: number, takenBy: number | null): Proposals['items'] {
  try {
    const { base, summary, author, edits } = readEntry(inbox, id);
    return [{ id, base: base.number, summary, author, paths: edits.map(({ path }) => path), takenBy }];
  } catch (error) {
    if (!isFulcrumError(error)) throw error;
    return [{ id, base: 0, summary: error.facts.what, author: '', paths: [], takenBy }];
  }
}
