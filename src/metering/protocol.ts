import type { Json, JsonObject } from '../kernel/json.ts';
import type { ServerSentEvent } from './server-sent-events.ts';
import type { TokenUsage } from './token-usage.ts';

/** Protocols in which a model is asked for words. */
export const CONVERSATION_NAMES = [
  'anthropic-messages',
  'openai-chat',
  'openai-responses',
  'google-generate',
] as const;

export const PROTOCOL_NAMES = [...CONVERSATION_NAMES, 'openai-embeddings'] as const;

export type ConversationName = (typeof CONVERSATION_NAMES)[number];
export type ProtocolName = (typeof PROTOCOL_NAMES)[number];

/** What the meter must know of a request before it lets it through. */
export interface ModelRequest {
  readonly model: string;
  readonly stream: boolean;
  /** Output tokens that the request allows, over all its alternatives; null when it sets no limit. */
  readonly outputLimit: number | null;
  /**
   * Why this request can cost more than its tokens at list price, or more tokens than its own length bounds: each one a
   * sentence's end, as "uses web_search, which is billed by use".
   */
  readonly openEnded: readonly string[];
  /** Text of the last message that a user or a tool wrote: what scripted replies match on. */
  readonly lastText: string;
  /** Texts to be turned into vectors; left out where words are asked for. */
  readonly embedded?: readonly string[];
}

/** What a complete reply says about itself. */
export interface ReplyFacts {
  /** Null when the reply does not say, or says something that is no count. */
  readonly usage: TokenUsage | null;
  /** The model declined to answer. */
  readonly refused: boolean;
}

/** What a streamed reply has said about itself so far. */
export interface StreamFacts extends ReplyFacts {
  /** The event that closes a reply of this protocol has come. */
  readonly ended: boolean;
  /** What was malformed, or the error that the stream itself reported. */
  readonly fault: string | null;
  /** Everything the model wrote, put together: where a secret that was cut into pieces shows. */
  readonly text: string;
}

/** Follows a streamed reply. */
export interface StreamReader {
  readonly take: (event: ServerSentEvent) => void;
  readonly facts: () => StreamFacts;
}

/** Why a call is not answered with a model's words; each protocol has a word of its own for it. */
export type FailureKind =
  | 'authentication'
  | 'billing'
  | 'invalid-request'
  | 'not-found'
  | 'overloaded'
  | 'rate-limit'
  | 'server'
  | 'too-large';

/** A reply that a script gives, before it is put into a protocol's words. */
export interface ReplyContent {
  readonly text: string;
  readonly refused: boolean;
  readonly toolCalls: readonly { readonly name: string; readonly input: JsonObject }[];
  readonly usage: TokenUsage;
  /** One for each text to be embedded. */
  readonly vectors?: readonly (readonly number[])[];
}

/** Paths that say themselves which model is asked, and how. */
export interface CallPaths {
  readonly include: (path: string) => boolean;
  /** Path and query of this call. */
  readonly write: (request: Pick<ModelRequest, 'model' | 'stream'>) => string;
}

/** What differs between the protocols that models are spoken to in. */
export interface Protocol {
  readonly name: ProtocolName;
  /** Path of the one operation that is metered, with `{model}` in it where its paths name the model. */
  readonly path: string;
  /** For a protocol whose paths differ from call to call. */
  readonly paths?: CallPaths;
  /**
   * @param address path and query it came under
   * @throws MalformedRequest when the request is none of this protocol
   */
  readonly readRequest: (body: JsonObject, address: string) => ModelRequest;
  /** The request with a limit to its output and, if it streams, with its usage asked for. */
  readonly prepare: (body: JsonObject, outputLimit: number | null) => JsonObject;
  readonly readReply: (body: Json) => ReplyFacts;
  readonly openStream: () => StreamReader;
  readonly writeFailure: (kind: FailureKind, code: string, message: string) => JsonObject;
  readonly writeReply: (content: ReplyContent, model: string, identity: string) => JsonObject;
  readonly writeStream: (
    content: ReplyContent,
    model: string,
    identity: string,
  ) => readonly ServerSentEvent[];
}

/** The agent sent something that is no request of the protocol. */
export class MalformedRequest extends Error {
  override readonly name = 'MalformedRequest';
}
