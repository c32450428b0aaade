import type { Hash } from '../kernel/candidate.ts';
import type { Ledger, StoredEntry } from '../kernel/contracts/ledger.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { RunEventType } from '../kernel/event.ts';
import { INTERRUPTION_EVENTS } from '../kernel/event.ts';
import { runStateOf } from '../loop/run-snapshot.ts';
import { copyTaken, INBOX_KINDS, inboxOf } from '../proposers/inbox/inbox.ts';
import { packageVersion } from './version.ts';

/** A run that another one makes again. */
export interface RunToRepeat {
  /** Its run directory. */
  readonly directory: string;
  /** Proposals it came to. */
  readonly decisions: number;
  readonly taskHash: Hash;
}

/** @throws FulcrumError `FULCRUM_E_RERUN_VERSION` when another version of Fulcrum made it */
export function runToRepeat(ledger: Ledger, directory: string): RunToRepeat {
  for (const { event } of ledger.entriesOf(0)) {
    if (event.type !== 'run-started') continue;
    const version = packageVersion();
    if (event.version !== version) throw otherVersion(event.version, version, directory);
    const { decided, pending } = runStateOf(ledger, version);
    // What waits for a person was proposed and judged, and is not decided.
    return { directory, decisions: decided + Number(pending !== null), taskHash: event.taskHash };
  }
  throw new TypeError('a run without its first entry was opened');
}

/** @throws FulcrumError `FULCRUM_E_TASK_CHANGED` */
export function checkRepeatable({ taskHash }: RunToRepeat, frozen: Hash): void {
  if (taskHash === frozen) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_TASK_CHANGED',
    domain: 'usage',
    what: 'the task, its workspace or its oracle is not the one of the run that is made again',
    where: 'fulcrum.yaml',
    mend: 'Undo the change; what has changed can only be a new run',
  });
}

/** Lets the proposals that came from outside come again, each for the number that it was taken for then. */
export function repeatInboxes(from: string, to: string): void {
  for (const kind of INBOX_KINDS) copyTaken(inboxOf(from, kind), inboxOf(to, kind));
}

/** The first place at which a run that was made again is not the run it repeats. */
export interface RunDifference {
  /** In the run that is repeated; null past its end. */
  readonly sequence: number | null;
  readonly before: RunEventType | null;
  readonly again: RunEventType | null;
}

/** Compares what a rerun repeats of two runs, entry by entry; null when they are the same. */
export function firstDifference(before: Ledger, again: Ledger): RunDifference | null {
  const others = repeated(again);
  for (const entry of repeated(before)) {
    const other = others.next();
    if (other.done === true) return { sequence: entry.sequence, before: entry.event.type, again: null };
    if (other.value.replay === entry.replay) continue;
    return { sequence: entry.sequence, before: entry.event.type, again: other.value.event.type };
  }
  const more = others.next();
  return more.done === true ? null : { sequence: null, before: null, again: more.value.event.type };
}

function* repeated(ledger: Ledger): Generator<StoredEntry, undefined> {
  for (const entry of ledger.entries()) if (!INTERRUPTION_EVENTS.has(entry.event.type)) yield entry;
}

function otherVersion(made: string, own: string, where: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_RERUN_VERSION',
    domain: 'usage',
    what: `the run was made by version ${made}, this is ${own}: what it would come to says nothing about that run`,
    where,
    mend: `Use version ${made}`,
  });
}
