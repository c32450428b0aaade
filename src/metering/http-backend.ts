import type { IncomingMessage } from 'node:http';
import { Agent, request as requestPlain } from 'node:http';
import { Agent as SecureAgent, request as requestSecure } from 'node:https';
import { FulcrumError } from '../kernel/errors.ts';
import type { RetryPolicy } from './back-off.ts';
import { DEFAULT_RETRIES, waitBefore } from './back-off.ts';
import type { Backend, ModelCall } from './backend.ts';
import { BackendFailure } from './backend.ts';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import type { ProtocolName } from './protocol.ts';
import { pathOfCall } from './protocols/index.ts';

export interface HttpBackendOptions {
  /** Origin and prefix before the protocol's path, as `https://api.anthropic.com`. */
  readonly baseUrl: string;
  /** Environment variable that holds the key. The key is read once and never leaves but to `baseUrl`. */
  readonly keyVariable: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly retries?: RetryPolicy;
  /** How long a provider may stay silent, in milliseconds. */
  readonly silenceMilliseconds?: number;
  readonly clock?: Clock;
  /** From 0 up to 1; spreads retries. */
  readonly random?: () => number;
}

const TEN_MINUTES = 600_000;

/**
 * A provider over HTTP, or anything that speaks as one. Replies that say "later" are tried again; a call that broke
 * after it was sent is not, since it may have been answered and billed.
 *
 * @throws FulcrumError `FULCRUM_E_MODEL_KEY_MISSING` or `FULCRUM_E_MODEL_ADDRESS`, before anything is sent
 */
export function httpBackend(options: HttpBackendOptions): Backend {
  const { retries = DEFAULT_RETRIES, clock = systemClock, random = Math.random } = options;
  const base = readAddress(options.baseUrl);
  const key = readKey(options);
  const secure = base.protocol === 'https:';
  const agent = secure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const silence = options.silenceMilliseconds ?? TEN_MINUTES;

  const attempt = (call: ModelCall, signal: AbortSignal, attempts: number): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      let sent = false;
      const outgoing = (secure ? requestSecure : requestPlain)({
        agent,
        signal,
        host: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port === '' ? undefined : Number(base.port),
        method: 'POST',
        path: `${base.pathname.replace(/\/$/, '')}${pathOfCall(call.protocol, call.request)}${call.query}`,
        headers: {
          ...call.headers,
          ...credentials(call.protocol.name, key),
          host: base.host,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(call.body),
          // What is counted must be readable.
          'accept-encoding': 'identity',
        },
      });
      outgoing.setTimeout(silence, () => outgoing.destroy(silent(silence, attempts)));
      outgoing.once('socket', (socket) => {
        if (!socket.connecting) sent = true;
        else socket.once(secure ? 'secureConnect' : 'connect', () => (sent = true));
      });
      outgoing.once('error', (error) => reject(failureOf(error, sent, attempts)));
      outgoing.once('response', resolve);
      outgoing.end(call.body);
    });

  return {
    name: base.origin,
    kind: 'http',
    secrets: [key],
    send: async (call, signal) => {
      for (let attempts = 1; ; attempts += 1) {
        const reply = await attempt(call, signal, attempts);
        const status = reply.statusCode ?? 0;
        const told = { status, retryAfter: reply.headers['retry-after'] };
        const wait = waitBefore(retries, attempts, told, clock.now(), random);
        if (wait === null)
          return { status, headers: plainHeaders(reply), body: bodyOf(reply, attempts), attempts };
        reply.destroy();
        await clock.sleep(wait, signal);
      }
    },
    close: () => agent.destroy(),
  };
}

function readAddress(baseUrl: string): URL {
  const address = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (
    address !== null &&
    /^https?:$/.test(address.protocol) &&
    address.username === '' &&
    address.search === ''
  ) {
    return address;
  }
  throw new FulcrumError({
    code: 'FULCRUM_E_MODEL_ADDRESS',
    domain: 'usage',
    what: 'The address of the model is no plain http or https address',
    where: 'baseUrl',
    mend: 'Give an address like https://api.anthropic.com, without credentials or a query.',
  });
}

function readKey({ keyVariable, environment = process.env }: HttpBackendOptions): string {
  const key = environment[keyVariable]?.trim();
  if (key !== undefined && /^[\x21-\x7e]+$/.test(key)) return key;
  throw new FulcrumError({
    code: 'FULCRUM_E_MODEL_KEY_MISSING',
    domain: 'usage',
    what:
      key === undefined || key === '' ? 'There is no key for the model' : 'The key for the model is no key',
    where: `environment variable ${keyVariable}`,
    mend: `Set ${keyVariable} where Fulcrum runs; agents never see it.`,
  });
}

function credentials(protocol: ProtocolName, key: string): Readonly<Record<string, string>> {
  switch (protocol) {
    case 'anthropic-messages':
      return { 'x-api-key': key };
    case 'openai-chat':
    case 'openai-responses':
    case 'openai-embeddings':
      return { authorization: `Bearer ${key}` };
    case 'google-generate':
      return { 'x-goog-api-key': key };
  }
}

function plainHeaders({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const single = Object.entries(headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(single);
}

async function* bodyOf(reply: IncomingMessage, attempts: number): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of reply) yield chunk as Buffer;
  } catch (error) {
    throw failureOf(error as Error, true, attempts);
  }
}

function silent(milliseconds: number, attempts: number): BackendFailure {
  return new BackendFailure({
    kind: 'timed-out',
    code: 'FULCRUM_E_MODEL_SILENT',
    message: `the model sent nothing for ${milliseconds / 1000} s`,
    reached: true,
    attempts,
  });
}

function failureOf(error: Error, sent: boolean, attempts: number): BackendFailure {
  if (error instanceof BackendFailure) return error;
  const reason = (error as NodeJS.ErrnoException).code ?? error.message;
  return new BackendFailure(
    sent
      ? {
          kind: 'cut',
          code: 'FULCRUM_E_MODEL_CUT',
          message: `the connection to the model broke: ${reason}`,
          reached: true,
          attempts,
        }
      : {
          kind: 'unreachable',
          code: 'FULCRUM_E_MODEL_UNREACHABLE',
          message: `the model cannot be reached: ${reason}`,
          reached: false,
          attempts,
        },
  );
}
