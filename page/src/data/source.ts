import type { ErrorReply, SavedData } from '../../../src/surfaces/view/protocol.ts';
import type { Address } from './address.ts';
import { savedReply } from './saved.ts';

const EMBEDDED_ID = 'fulcrum-data';

/** Why data did not come, in words for its reader. */
export class SourceError extends Error {
  readonly kind: 'unreachable' | 'signed-out' | 'missing' | 'not-saved' | 'refused';
  constructor(kind: SourceError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

const embedded = readEmbedded();

/** True for a page that was saved with its data: nothing is live there, and nothing can be sent. */
export const isSaved = embedded !== null;

/** Fetches a reply, or takes it from the saved page; throws `SourceError`. */
export async function get<Reply>(address: Address<Reply>, signal?: AbortSignal): Promise<Reply> {
  if (embedded === null) return request<Reply>(address.path, { signal: signal ?? null });
  const reply = await savedReply(embedded, address.path).catch(() => undefined);
  if (reply === undefined)
    throw new SourceError('not-saved', 'This copy of the run was made without it: fulcrum view shows it.');
  return reply as Reply;
}

/** A copy begins with the run it is of. */
export function firstRun(): string | null {
  return embedded === null ? null : (Object.keys(embedded.ledgers)[0] ?? null);
}

/** Sends JSON and answers with JSON; throws `SourceError`. */
export async function post<Reply>(address: Address<Reply>, body: unknown): Promise<Reply> {
  if (isSaved)
    throw new SourceError('refused', 'A saved page sends nothing: open the run with fulcrum view.');
  return request<Reply>(address.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function request<Reply>(path: string, options: RequestInit): Promise<Reply> {
  let response: Response;
  try {
    response = await fetch(path, { ...options, credentials: 'same-origin', cache: 'no-store' });
    // A connection may also be lost within a reply.
    if (response.ok) return (await response.json()) as Reply;
  } catch (problem) {
    if (problem instanceof DOMException && problem.name === 'AbortError') throw problem;
    throw new SourceError(
      'unreachable',
      'fulcrum view does not answer. Start it again, or wait: this page asks again.',
    );
  }
  throw refusalOf(response.status, await messageOf(response));
}

function refusalOf(status: number, message: string | null): SourceError {
  if (status === 401)
    return new SourceError(
      'signed-out',
      'This page is no longer signed in: open the address that fulcrum view printed.',
    );
  if (status === 404) return new SourceError('missing', message ?? 'There is nothing at this address.');
  return new SourceError('refused', message ?? `The server answered with status ${status}.`);
}

/** What the server says of a refusal and how to mend it; null where it says nothing readable. */
async function messageOf(response: Response): Promise<string | null> {
  try {
    const { what, mend } = (await response.json()) as Partial<ErrorReply>;
    return what === undefined || mend === undefined ? null : `${sentence(what)} ${sentence(mend)}`;
  } catch {
    return null;
  }
}

function sentence(text: string): string {
  const begun = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

function readEmbedded(): SavedData | null {
  const text = document.getElementById(EMBEDDED_ID)?.textContent;
  return text == null || text === '' ? null : (JSON.parse(text) as SavedData);
}
