import type { ModelRequest, Protocol, ProtocolName } from '../protocol.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { googleGenerate } from './google-generate.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiEmbeddings } from './openai-embeddings.ts';
import { openaiResponses } from './openai-responses.ts';

export const PROTOCOLS: Readonly<Record<ProtocolName, Protocol>> = {
  'anthropic-messages': anthropicMessages,
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  'google-generate': googleGenerate,
  'openai-embeddings': openaiEmbeddings,
};

/** Path, and query where there is one, of a call. */
export function pathOfCall(protocol: Protocol, request: Pick<ModelRequest, 'model' | 'stream'>): string {
  return protocol.paths?.write(request) ?? protocol.path;
}

/** The protocol whose metered operation has this path. */
export function protocolOfPath(path: string): Protocol | null {
  const owner = Object.values(PROTOCOLS).find(
    (protocol) => protocol.paths?.include(path) ?? protocol.path === path,
  );
  return owner ?? null;
}
