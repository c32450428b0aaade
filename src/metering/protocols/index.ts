import type { Protocol, ProtocolName } from '../protocol.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';

export const PROTOCOLS: Readonly<Record<ProtocolName, Protocol>> = {
  'anthropic-messages': anthropicMessages,
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
};

/** The protocol whose metered operation has this path. */
export function protocolOfPath(path: string): Protocol | null {
  return Object.values(PROTOCOLS).find((protocol) => protocol.path === path) ?? null;
}
