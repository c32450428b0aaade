import type { ModelMessage, SystemModelMessage } from 'ai';

/**
 * Marks, in the only protocol that wants to be told, where a beginning ends that later calls share: Anthropic bills less
 * for what it has read so far, and takes four marks a call. Two lie in the prompt, one behind the instructions, one
 * behind the last repair.
 */
const MARK = { anthropic: { cacheControl: { type: 'ephemeral' } } };

export function asSystem(content: string): SystemModelMessage {
  return { role: 'system', content, providerOptions: MARK };
}

/** @param ends ascending positions in the text behind which a mark is set; without any it is one plain text */
export function asUser(text: string, ends: readonly number[]): ModelMessage {
  if (ends.length === 0) return { role: 'user', content: text };
  const marked = ends.map((end, index) => {
    return { type: 'text', text: text.slice(ends[index - 1] ?? 0, end), providerOptions: MARK } as const;
  });
  return { role: 'user', content: [...marked, { type: 'text', text: text.slice(ends.at(-1)) }] };
}

/** A conversation that may go on, marked at its end. */
export function lastMarked(messages: readonly ModelMessage[]): readonly ModelMessage[] {
  return [...messages.slice(0, -1), { ...messages.at(-1)!, providerOptions: MARK }];
}
