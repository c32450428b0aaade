import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import { FulcrumError, isFulcrumError } from '../../kernel/errors.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { foldRun } from '../../kernel/run-state.ts';
import type { NotifySource, NotifyTarget, Occasion } from '../../task/notify-schema.ts';
import type { Address, Patience } from './deliver.ts';
import { deliver, USUAL_PATIENCE } from './deliver.ts';
import type { Notification } from './notification.ts';
import { breakdownOf, notificationOf } from './notification.ts';

/** Tells people of a run. Never in its way: what cannot be told is said once and the run goes on. */
export interface Notifier {
  /** Takes in an entry that is durable. */
  readonly onEntry: (entry: StoredEntry) => void;
  /** Tells of an error that ended the run. */
  readonly onError: (error: unknown) => void;
  /** Resolves when everything was delivered or given up, or after a while. */
  readonly close: () => Promise<void>;
}

export interface NotifierParts {
  /** The run's name. */
  readonly run: string;
  /** The run so far. */
  readonly state: RunState;
  /** Commands are started here. */
  readonly taskDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Taken out of everything that is told. */
  readonly secrets: readonly string[];
  readonly onNotice: (notice: string) => void;
  readonly patience?: Patience;
}

/** Messages to one address that wait; more are not told. */
const LONGEST_QUEUE = 100;

/** What a run that has ended still waits for its last messages. */
const LAST_MILLISECONDS = 20_000;

/** @throws FulcrumError `FULCRUM_E_NOTIFY_ADDRESS` when an environment variable that is to hold an address does not */
export function createNotifier(sources: readonly NotifySource[], parts: NotifierParts): Notifier {
  const { run, secrets } = parts;
  let { state } = parts;
  const channels = sources.map((source) => createChannel(source, parts));
  const tell = (notification: Notification | null): void => {
    if (notification === null) return;
    const body = JSON.stringify(notification.body);
    for (const channel of channels) channel.tell(notification.occasions, body);
  };
  return {
    onEntry: (entry) => {
      if (channels.length === 0) return;
      state = foldRun(state, entry.event);
      tell(notificationOf(entry, run, state, secrets));
    },
    onError: (error) => {
      const { code, what } = isFulcrumError(error)
        ? error.facts
        : { code: 'FULCRUM_E_INTERNAL', what: 'a fault of Fulcrum itself' };
      tell(breakdownOf({ code, what }, run, state, new Date().toISOString(), secrets));
    },
    close: async () => {
      const done = new AbortController();
      const late = sleep(LAST_MILLISECONDS, undefined, { signal: done.signal }).catch(() => undefined);
      await Promise.race([Promise.all(channels.map((channel) => channel.idle())), late]);
      done.abort();
    },
  };
}

interface Channel {
  readonly tell: (occasions: readonly Occasion[], body: string) => void;
  readonly idle: () => Promise<void>;
}

/** One address: a message at a time, in order. */
function createChannel({ on, to }: NotifySource, parts: NotifierParts): Channel {
  const { patience = USUAL_PATIENCE, onNotice } = parts;
  const address = addressOf(to, parts);
  const place = placeOf(address);
  let waiting = 0;
  let said = false;
  let last: Promise<void> = Promise.resolve();
  const complain = (why: string): void => {
    if (!said)
      onNotice(`A notification to ${place} did not arrive: ${why}. The run goes on; this is said once.`);
    said = true;
  };
  return {
    tell: (occasions, body) => {
      if (!occasions.some((occasion) => on.includes(occasion))) return;
      if (waiting >= LONGEST_QUEUE) return complain(`${waiting} others wait`);
      waiting += 1;
      last = last.then(async () => {
        const failure = await deliver(address, body, patience);
        waiting -= 1;
        if (failure !== null) complain(failure);
      });
    },
    idle: () => last,
  };
}

function addressOf(to: NotifyTarget, { environment, taskDirectory }: NotifierParts): Address {
  const secret = environment['FULCRUM_WEBHOOK_SECRET'] || null;
  switch (to.kind) {
    case 'command':
      return { kind: 'command', argv: to.argv, directory: taskDirectory };
    case 'webhook':
      return { kind: 'webhook', url: to.url, secret };
    case 'webhook-in': {
      const url = environment[to.variable] ?? '';
      if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw noAddress(to.variable);
      return { kind: 'webhook', url, secret };
    }
  }
}

/** What of an address is no secret. */
function placeOf(address: Address): string {
  return address.kind === 'command' ? address.argv[0]! : new URL(address.url).host;
}

function noAddress(variable: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_NOTIFY_ADDRESS',
    domain: 'usage',
    what: `the environment variable ${variable} is to hold the address of a webhook, and holds none`,
    where: 'notify',
    mend: `Set ${variable} to an http or https address, or take the entry out of notify`,
  });
}
