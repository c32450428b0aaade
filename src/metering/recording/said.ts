import type { Json, JsonObject } from '../../kernel/json.ts';
import { objectOf, objectsOf, parseJson, textOf } from '../plain-fields.ts';
import type { Protocol } from '../protocol.ts';
import { createEventReader } from '../server-sent-events.ts';
import type { Said } from './recorded-call.ts';

/** Where the protocols put what comes before a conversation, and the conversation. */
const INSTRUCTIONS = ['system', 'instructions', 'systemInstruction', 'system_instruction'];
const MESSAGES = ['messages', 'input', 'contents'];

/** What a request says to a model, in its order, whichever protocol it is in; definitions of tools are left out. */
export function saidIn(request: JsonObject): readonly Said[] {
  const before = INSTRUCTIONS.map((field) => ({ by: 'system', text: wordsIn(request[field]) }));
  const messages = MESSAGES.flatMap((field) => {
    const written = textOf(request[field]);
    if (written !== '') return [{ by: 'user', text: written }];
    return objectsOf(request[field]).map((message) => ({
      by: textOf(message['role']) || textOf(message['type']) || 'user',
      text: wordsIn(message),
    }));
  });
  return [...before, ...messages].filter(({ text }) => text !== '');
}

/** Everything a model wrote, calls of tools included; the text itself where it is neither JSON nor a stream. */
export function writtenIn(reply: string, protocol: Protocol): string {
  const body = objectOf(parseJson(reply));
  if (body !== null) return wordsIn(body);
  return streamedText(reply, protocol).trim() || reply;
}

/** What a streamed reply says when its pieces are put together. */
export function streamedText(stream: string, protocol: Protocol): string {
  const reader = protocol.openStream();
  for (const event of createEventReader(Infinity).push(Buffer.from(stream))) reader.take(event);
  return reader.facts().text;
}

/** Fields of the protocols in which words stand, or further fields with words. */
const WORDS: ReadonlySet<string> = new Set([
  ...[
    'text',
    'thinking',
    'refusal',
    'content',
    'parts',
    'summary',
    'output',
    'message',
    'choices',
    'candidates',
  ],
  ...[
    'name',
    'input',
    'args',
    'arguments',
    'tool_calls',
    'function',
    'functionCall',
    'functionResponse',
    'response',
  ],
  'error',
]);
/** What is given to a tool has fields of the tool's own. */
const GIVEN: ReadonlySet<string> = new Set(['input', 'args', 'response']);

function wordsIn(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return joined((value as readonly Json[]).map(wordsIn));
  const fields = Object.entries(objectOf(value) ?? {}).filter(([name]) => WORDS.has(name));
  return joined(
    fields.map(([name, field]) =>
      GIVEN.has(name) && objectOf(field) !== null ? JSON.stringify(field) : wordsIn(field),
    ),
  );
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}
