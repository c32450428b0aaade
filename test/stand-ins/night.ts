import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../../src/kernel/event.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import type { CallRecord } from '../../src/metering/call-record.ts';
import type { Script } from '../../src/metering/scripted/script.ts';
import { defineScript } from '../../src/metering/scripted/script.ts';
import type { ScriptedProvider } from '../../src/metering/testing/scripted-provider.ts';

/** What a provider does with one call. */
export type Weather =
  | 'new'
  | 'same'
  | 'limited'
  | 'overloaded'
  | 'cut'
  | 'malformed'
  | 'declined'
  | 'trespass'
  | 'idle';

const ROUND: readonly Weather[] = [
  ...(['new', 'limited', 'new', 'overloaded', 'new', 'cut', 'new'] as const),
  ...(['malformed', 'declined', 'trespass', 'same', 'idle'] as const),
];

export function weatherOf(call: number): Weather {
  return ROUND[(call - 1) % ROUND.length]!;
}

/** Tokens that the provider says it took for one call; they differ, so that no two sums are equal by chance. */
export function tokensOf(call: number): { readonly input: number; readonly output: number } {
  return { input: 100 + call, output: 10 + (call % 7) };
}

/** USD for a million tokens of any model of the night. */
export const NIGHT_PRICE = { input: 3, output: 17 };

export function moneyOf(call: number): number {
  const { input, output } = tokensOf(call);
  return (input * NIGHT_PRICE.input + output * NIGHT_PRICE.output) / 1e6;
}

/** A file of prices for these models. */
export function writePrices(file: string, models: readonly string[]): void {
  const rows = models.map((model) => ({
    ...{ model, upToInputTokens: null, ...NIGHT_PRICE },
    ...{ cachedInput: 1, cacheWriteShort: 4, cacheWriteLong: 6, maximumOutputTokens: 4000 },
    ...{ asOf: '2026-11-21', source: 'https://example.test/prices' },
  }));
  writeFileSync(file, JSON.stringify({ currency: 'USD', unitTokens: 1_000_000, rows }));
}

/** A night of calls, in good and in bad weather. */
export function nightScript(calls: number, body: (number: number) => string, salt: number): Script {
  return defineScript({
    rules: Array.from({ length: calls }, (_, index) => {
      const call = index + 1;
      return { when: { call }, reply: replyIn(weatherOf(call), call, body, salt) };
    }),
  });
}

function replyIn(
  weather: Weather,
  call: number,
  body: (number: number) => string,
  salt: number,
): Script['rules'][number]['reply'] {
  const usage = { cachedInput: 0, cacheWriteShort: 0, cacheWriteLong: 0, ...tokensOf(call) };
  const answer = {
    ...{ refuse: false, toolCalls: [], usage, delayMilliseconds: (call * 7) % 40 },
    ...{ eventDelayMilliseconds: 0 },
  };
  const error = (status: number): Script['rules'][number]['reply'] => {
    return { error: { status, message: 'later', retryAfterSeconds: 0.02 }, delayMilliseconds: 0 };
  };
  switch (weather) {
    case 'new':
      return { ...answer, text: body(salt + call) };
    case 'same':
      return { ...answer, text: body(salt) };
    case 'limited':
      return error(429);
    case 'overloaded':
      return error(529);
    case 'cut':
      return { ...answer, text: body(salt + call), cutAfterEvents: 3 };
    case 'malformed':
      return { body: '{"content": [', contentType: 'application/json', repeat: 1 };
    case 'declined':
      return { ...answer, text: 'I would rather not', refuse: true };
    case 'trespass':
      return { ...answer, text: body(salt + call).replaceAll('double.ts', 'oracle.ts') };
    case 'idle':
      return { ...answer, text: 'I could not think of anything.' };
  }
}

export function eventsOf(run: string): readonly RunEvent[] {
  const ledger = readLedger(run);
  try {
    return [...ledger.entries()].map(({ event }) => event);
  } finally {
    ledger.close();
  }
}

/** A line of the recording. */
export type RecordedCall = CallRecord & { readonly part: number };

export function recordedCalls(run: string): readonly RecordedCall[] {
  const lines = readFileSync(join(run, 'models/calls.ndjson'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as RecordedCall);
}

/** USD by the number of the proposal, as the ledger has it. */
export function moneyInLedger(events: readonly RunEvent[]): ReadonlyMap<number, number> {
  const money = new Map<number, number>();
  for (const event of events) {
    const made =
      event.type === 'candidate-proposed'
        ? { number: event.candidate.number, provenance: event.candidate.provenance }
        : event.type === 'proposal-refused'
          ? event
          : null;
    if (made?.provenance?.model === undefined) continue;
    money.set(made.number, made.provenance.model.money ?? NaN);
  }
  return money;
}

/**
 * USD by the number of the proposal, as the recording has it: of the last process that worked on it, for one that was
 * killed left nothing in the ledger.
 */
export function moneyInRecording(calls: readonly RecordedCall[]): ReadonlyMap<number, number> {
  const money = new Map<number, { part: number; sum: number }>();
  for (const { holder, part, money: cost } of calls) {
    const number = Number(/^proposal (\d+)$/.exec(holder ?? '')![1]);
    const known = money.get(number);
    const before = known === undefined || known.part < part ? 0 : known.sum;
    if (known === undefined || known.part <= part) money.set(number, { part, sum: before + (cost ?? NaN) });
  }
  return new Map([...money].map(([number, { sum }]) => [number, sum]));
}

/** What a provider itself says of the calls it was sent, by the digest of the request; the last attempt of each. */
export function countedBy(
  provider: ScriptedProvider,
): ReadonlyMap<string, { readonly weather: Weather; readonly money: number }[]> {
  const counted = new Map<string, { weather: Weather; money: number }[]>();
  for (const [index, { body }] of provider.received.entries()) {
    const digest = createHash('sha256').update(body).digest('hex');
    const weather = weatherOf(index + 1);
    const list = counted.get(digest) ?? [];
    list.push({ weather, money: moneyOf(index + 1) });
    counted.set(digest, list);
  }
  return counted;
}
