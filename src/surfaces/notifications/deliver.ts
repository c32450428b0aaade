import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where a message goes, its address known. */
export type Address =
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: string | null }
  | { readonly kind: 'command'; readonly argv: readonly string[]; readonly directory: string };

/** Times that people rarely want otherwise; tests do. */
export interface Patience {
  /** For one attempt. */
  readonly attemptMilliseconds: number;
  /** Before each further attempt at a webhook. */
  readonly pauses: readonly number[];
}

export const USUAL_PATIENCE: Patience = { attemptMilliseconds: 10_000, pauses: [500, 2000, 8000] };

/**
 * Delivers one message.
 *
 * @returns why it did not arrive, without the address, which may be a secret; null when it did
 */
export async function deliver(address: Address, body: string, patience: Patience): Promise<string | null> {
  return address.kind === 'command'
    ? await runCommand(address, body, patience)
    : await postUntilTaken(address, body, patience);
}

/** Tried again where that can help: the same delivery has the same number. */
async function postUntilTaken(
  address: Extract<Address, { kind: 'webhook' }>,
  body: string,
  { attemptMilliseconds, pauses }: Patience,
): Promise<string | null> {
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'fulcrum',
    'x-fulcrum-delivery': randomUUID(),
    ...(address.secret === null ? {} : { 'x-fulcrum-signature': signature(address.secret, body) }),
  };
  for (const pause of [...pauses, null]) {
    const failure = await post(address.url, headers, body, attemptMilliseconds);
    if (failure === null) return null;
    if (!failure.again || pause === null) return failure.what;
    await sleep(pause);
  }
  return null;
}

/** As `sha256=<hexadecimal>`: HMAC (RFC 2104) with SHA-256 over the body's bytes. */
export function signature(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

async function post(
  url: string,
  headers: { readonly [name: string]: string },
  body: string,
  milliseconds: number,
): Promise<{ readonly what: string; readonly again: boolean } | null> {
  try {
    const signal = AbortSignal.timeout(milliseconds);
    const reply = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    await reply.body?.cancel();
    if (reply.ok) return null;
    return { what: `it answered ${reply.status}`, again: reply.status === 429 || reply.status >= 500 };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    const cause = (error as { cause?: NodeJS.ErrnoException }).cause?.code ?? 'no connection';
    return { what: timedOut ? `no answer in ${milliseconds / 1000} s` : cause, again: true };
  }
}

/** Once: a command that failed may have done half of what it does. */
function runCommand(
  { argv, directory }: Extract<Address, { kind: 'command' }>,
  body: string,
  { attemptMilliseconds }: Patience,
): Promise<string | null> {
  const [program, ...rest] = argv;
  return new Promise((resolve) => {
    const child = spawn(program!, rest, {
      cwd: directory,
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: attemptMilliseconds,
      killSignal: 'SIGKILL',
    });
    child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(null);
      else
        resolve(
          signal === null ? `it ended with ${code}` : `it was ended after ${attemptMilliseconds / 1000} s`,
        );
    });
    // It need not read what it is told.
    child.stdin.on('error', () => undefined);
    child.stdin.end(body);
  });
}
