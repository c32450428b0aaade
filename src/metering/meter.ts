import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FulcrumError } from '../kernel/errors.ts';
import type { CallOutcome, CallRecord } from './call-record.ts';
import { systemClock } from './clock.ts';
import { meterCall } from './meter-call.ts';
import type { MeterOptions } from './meter-options.ts';
import { MAXIMUM_REPLY_BYTES, MAXIMUM_REQUEST_BYTES } from './meter-options.ts';
import { forAllProtocols } from './backend.ts';
import { PROTOCOLS, protocolOfPath } from './protocols/index.ts';
import { recordedBackend } from './recording/recorded-backend.ts';
import type { Recorder } from './recording/recorder.ts';
import { openRecorder } from './recording/recorder.ts';
import { createRunToken } from './run-token.ts';
import type { BudgetRefusal, MeterBudget } from './spending.ts';
import { createSpending } from './spending.ts';
import type { TokenHolder, TokenSpent } from './token-holder.ts';
import { createTokenAccount, createTokenHolders } from './token-holder.ts';
import type { TokenUsage } from './token-usage.ts';
import { addUsage, NO_TOKENS } from './token-usage.ts';

/** What all calls came to so far. */
export interface MeterUsage {
  readonly calls: number;
  readonly outcomes: Readonly<Partial<Record<CallOutcome, number>>>;
  /** As providers reported it. */
  readonly tokens: TokenUsage;
  /** USD at list price; calls that nobody reported the use of count with the most they can have cost. */
  readonly money: number;
  /** Calls that have no price: `money` leaves them out, which does not make them free. */
  readonly unpricedCalls: number;
  /** Calls counted with their bound. */
  readonly boundCalls: number;
}

export interface Meter {
  /** What agents take for the provider's address, as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly token: string;
  readonly usage: () => MeterUsage;
  /** Admits somebody else: counted and limited apart, and counted for all together. */
  readonly issueToken: (order: IssueOrder) => IssuedToken;
  /**
   * Hangs up on calls in flight, records them and gives the address free. Closing again waits for the same end.
   *
   * @throws FulcrumError `FULCRUM_E_METER_RECORD` when a call could not be recorded
   */
  readonly close: () => Promise<void>;
}

export interface IssueOrder {
  /** Names the calls in the record. */
  readonly label: string;
  readonly budget: MeterBudget;
  /** Told of every call that a budget refuses for good. */
  readonly onRefused: (refusal: BudgetRefusal) => void;
}

export interface IssuedToken {
  readonly token: string;
  /** Makes it worth nothing, hangs up on its calls in flight, and says what all of them came to. */
  readonly close: () => Promise<TokenSpent>;
}

/**
 * The one door to models: an HTTP server on the loopback address that speaks the protocols of `PROTOCOL_NAMES`, counts
 * what they use, keeps to a budget and records what came of every call. The keys stay in this process.
 *
 * @throws FulcrumError when an option is not valid, a recording cannot be read or the port is taken
 */
export async function startMeter(options: MeterOptions): Promise<Meter> {
  const { replay = null, record = null, clock = systemClock, token, onCall } = options;
  checkOptions(options);
  const backends = replay === null ? options.backends : forAllProtocols(recordedBackend(replay));
  const secrets = [token, ...Object.values(backends).flatMap((backend) => backend.secrets)];
  const recorder = record === null ? null : openRecorder(record, secrets);
  const spending = createSpending(options.budget);
  const account = createAccount();
  const recording = guardedRecording(recorder, (entry) => {
    account.add(entry);
    onCall?.(entry);
  });
  const context = {
    backends,
    prices: options.prices,
    clock,
    outputLimit: options.outputLimit ?? null,
    bytesPerToken: options.bytesPerToken ?? 1,
    maximumRequestBytes: options.maximumRequestBytes ?? MAXIMUM_REQUEST_BYTES,
    maximumReplyBytes: options.maximumReplyBytes ?? MAXIMUM_REPLY_BYTES,
    secrets,
    keepBytes: recorder?.keepsBodies ?? false,
    nextCall: account.nextCall,
    begin: recorder?.begin ?? (() => undefined),
    write: recording.write,
  };
  const holders = createTokenHolders();
  holders.admit(token, { label: null, spending, refused: () => undefined, note: () => undefined });
  const open = new Map<Promise<void>, OpenCall>();

  const server = createServer((incoming, outgoing) => {
    const protocol = protocolOfPath((incoming.url ?? '').split('?')[0]!);
    if (protocol === null || incoming.method !== 'POST') return sayUnknown(incoming, outgoing);
    if (recording.fault() !== null) return void outgoing.writeHead(503, { connection: 'close' }).end();
    const controller = new AbortController();
    outgoing.once('close', () => {
      if (!outgoing.writableEnded) controller.abort();
    });
    const holder = holders.holderOf(incoming);
    const done = meterCall(protocol, incoming, outgoing, holder, controller.signal, context)
      .catch((error: unknown) => {
        recording.fail(error);
        outgoing.destroy();
      })
      .finally(() => open.delete(done));
    open.set(done, { controller, holder });
  });
  // Agents keep connections for longer than the default of five seconds and take a closed one for a fault.
  server.keepAliveTimeout = 75_000;
  await listen(server, options.port ?? 0);

  const issueToken = ({ label, budget, onRefused }: IssueOrder): IssuedToken => {
    const own = createRunToken();
    const { note, spent } = createTokenAccount();
    const holder: TokenHolder = {
      ...{ label, note, spending: createSpending(budget, spending) },
      refused: (refusal) => {
        if (!refusal.passing) onRefused(refusal);
      },
    };
    holders.admit(own, holder);
    return {
      token: own,
      close: async () => {
        holders.revoke(own);
        const calls = [...open].filter(([, call]) => call.holder === holder);
        for (const [, { controller }] of calls) controller.abort();
        await Promise.all(calls.map(([done]) => done));
        return spent();
      },
    };
  };

  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const { controller } of open.values()) controller.abort();
    await Promise.all(open.keys());
    server.closeAllConnections();
    await closed;
    for (const backend of Object.values(backends)) backend.close();
    recorder?.close();
    const fault = recording.fault();
    if (fault !== null) throw fault;
  };

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    usage: () => {
      const { money, unpricedCalls } = spending.spent();
      return { ...account.usage(), money, unpricedCalls };
    },
    issueToken,
    close: () => (closing ??= close()),
  };
}

interface OpenCall {
  readonly controller: AbortController;
  readonly holder: TokenHolder | null;
}

function checkOptions({
  token,
  budget,
  port = 0,
  bytesPerToken = 1,
  outputLimit = null,
}: MeterOptions): void {
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535))
    throw badOption('port', 'there is no such port');
  const limits = [budget.money, budget.tokens, budget.calls];
  if (limits.some((limit) => limit !== null && !(Number.isFinite(limit) && limit >= 0))) {
    throw badOption('budget', 'a limit is a number from 0 on');
  }
  if (token.length < 16 || !/^[\x21-\x7e]+$/.test(token))
    throw badOption('token', 'it must be 16 printable characters or more');
  if (!(bytesPerToken >= 1)) throw badOption('bytesPerToken', 'less than one byte is no token');
  if (outputLimit !== null && !(Number.isSafeInteger(outputLimit) && outputLimit > 0)) {
    throw badOption('outputLimit', 'it must be a whole number above 0');
  }
}

function badOption(where: string, what: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_METER_OPTION',
    domain: 'usage',
    what: `The meter cannot be started: ${what}`,
    where,
    mend: 'Correct this option.',
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new FulcrumError({
          code: 'FULCRUM_E_METER_PORT',
          domain: 'usage',
          what: `The meter cannot listen: ${cause.code ?? cause.message}`,
          where: `127.0.0.1:${port}`,
          mend: 'Choose another port, or 0 for a free one.',
          cause,
        }),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
}

function sayUnknown(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume();
  const paths = Object.values(PROTOCOLS).map(({ path }) => path);
  const message = `the meter answers POST ${paths.join(', ')} and their streams`;
  const body = JSON.stringify({
    type: 'error',
    error: {
      type: 'not_found_error',
      code: 'FULCRUM_E_METER_PATH',
      message: `FULCRUM_E_METER_PATH: ${message}`,
    },
  });
  outgoing.writeHead(404, { 'content-type': 'application/json' }).end(body);
}

interface Account {
  readonly nextCall: () => number;
  readonly add: (record: CallRecord) => void;
  readonly usage: () => Omit<MeterUsage, 'money' | 'unpricedCalls'>;
}

function createAccount(): Account {
  const outcomes: Partial<Record<CallOutcome, number>> = {};
  let tokens = NO_TOKENS;
  let begun = 0;
  let calls = 0;
  let boundCalls = 0;
  return {
    nextCall: () => (begun += 1),
    add: ({ outcome, usage, charged }) => {
      calls += 1;
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (usage !== null) tokens = addUsage(tokens, usage);
      if (charged === 'bound') boundCalls += 1;
    },
    usage: () => ({ calls, outcomes: { ...outcomes }, tokens, boundCalls }),
  };
}

interface GuardedRecording {
  readonly write: Recorder['write'];
  readonly fail: (cause: unknown) => void;
  readonly fault: () => FulcrumError | null;
}

/** A call that cannot be recorded ends the meter: from then on nothing is answered, and `close` says why. */
function guardedRecording(recorder: Recorder | null, tell: (record: CallRecord) => void): GuardedRecording {
  let fault: FulcrumError | null = null;
  return {
    write: (record, exchange) => {
      recorder?.write(record, exchange);
      tell(record);
    },
    fail: (cause) => {
      fault ??= new FulcrumError({
        code: 'FULCRUM_E_METER_RECORD',
        domain: 'internal',
        what: 'A model call could not be metered and recorded',
        where: cause instanceof Error ? cause.message : String(cause),
        mend: 'See that the folder of the recording can be written to, and start again.',
        cause,
      });
    },
    fault: () => fault,
  };
}
