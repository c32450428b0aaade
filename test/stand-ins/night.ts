import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import type { RunEvent } from '../../src/kernel/event.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import type { CallRecord } from '../../src/metering/call-record.ts';
import type { ProtocolName } from '../../src/metering/protocol.ts';
import type { Script } from '../../src/metering/scripted/script.ts';
import { defineScript } from '../../src/metering/scripted/script.ts';
import type { ScriptedProvider } from '../../src/metering/testing/scripted-provider.ts';
import { startScriptedProvider } from '../../src/metering/testing/scripted-provider.ts';
import { fulcrum, startFulcrum, tinyTask } from './command-line.ts';

/** What a provider does with one call. */
type Weather =
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

function weatherOf(call: number): Weather {
  return ROUND[(call - 1) % ROUND.length]!;
}

/** Tokens that the provider says it took for one call; they differ, so that no two sums are equal by chance. */
function tokensOf(call: number): { readonly input: number; readonly output: number } {
  return { input: 100 + call, output: 10 + (call % 7) };
}

/** USD for a million tokens of any model of the night. */
const NIGHT_PRICE = { input: 3, output: 17 };

/** USD that the models of the night ask for so many tokens. */
export function priceOf({ input, output }: { readonly input: number; readonly output: number }): number {
  return (input * NIGHT_PRICE.input + output * NIGHT_PRICE.output) / 1e6;
}

/** A file of prices for these models. */
function writePrices(file: string, models: readonly string[]): void {
  const rows = models.map((model) => ({
    ...{ model, upToInputTokens: null, ...NIGHT_PRICE },
    ...{ cachedInput: 1, cacheWriteShort: 4, cacheWriteLong: 6, maximumOutputTokens: 4000 },
    ...{ asOf: '2026-11-21', source: 'https://example.test/prices' },
  }));
  writeFileSync(file, JSON.stringify({ currency: 'USD', unitTokens: 1_000_000, rows }));
}

/** Who answers through the night, and what they ask for it. */
export interface NightProvider {
  readonly variable: 'ANTHROPIC' | 'OPENAI' | 'OPENAI_COMPATIBLE';
  readonly protocol: ProtocolName;
  readonly script: Script;
  /** USD for the n-th request; null for one that costs nothing, or that nobody was told the cost of. */
  readonly billOf: (call: number) => number | null;
}

/** Answers in good and in bad weather. */
export function changeable(
  variable: NightProvider['variable'],
  protocol: ProtocolName,
  body: (number: number) => string,
  salt: number,
): NightProvider {
  const rules = Array.from({ length: 400 }, (_, index) => {
    const call = index + 1;
    return { when: { call }, reply: replyIn(weatherOf(call), call, body, salt) };
  });
  const billOf = (call: number): number | null =>
    UNBILLED.has(weatherOf(call)) ? null : priceOf(tokensOf(call));
  return { variable, protocol, script: defineScript({ rules }), billOf };
}

/** Errors cost nothing, and of what broke nobody was told what it cost. */
const UNBILLED: ReadonlySet<Weather> = new Set(['limited', 'overloaded', 'cut', 'malformed']);

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

interface NightSource {
  readonly task: string;
  readonly files: { readonly [path: string]: string };
  readonly models: readonly string[];
  readonly providers: readonly NightProvider[];
  /** The proposal at which the controller is killed. */
  readonly killedAt: number;
}

export interface Night {
  readonly directory: string;
  readonly run: string;
  readonly events: readonly RunEvent[];
  readonly calls: readonly RecordedCall[];
  readonly counted: readonly { readonly protocol: ProtocolName; readonly bills: Bills }[];
}

/** USD that a provider asked for, by the digest of the request. */
type Bills = ReadonlyMap<string, readonly number[]>;

const KEY = ['sk', 'ant', 'api03', 'canary'.repeat(5)].join('-');

/** Starts a run, kills its controller in the middle, and lets it go on to its end. */
export async function spendNight({ task, files, models, providers, killedAt }: NightSource): Promise<Night> {
  const started: ScriptedProvider[] = [];
  for (const { variable, script } of providers) {
    const provider = await startScriptedProvider(script, KEY);
    onTestFinished(() => provider.close());
    started.push(provider);
    vi.stubEnv(`${variable}_BASE_URL`, provider.url);
    vi.stubEnv(`${variable}_API_KEY`, KEY);
  }
  const directory = tinyTask({ 'fulcrum.yaml': task, ...files });
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const prices = join(directory, 'prices.json');
  writePrices(prices, models);
  vi.stubEnv('FULCRUM_PRICES', prices);

  const killed = startFulcrum(['run', '--json', '--no-control'], directory);
  await killed.said(`"number":${killedAt},`);
  killed.child.kill('SIGKILL');
  await killed.ended;
  const ended = await fulcrum(['resume', '--display', 'none', '--no-control'], directory);
  expect([ended.code, ended.stderr]).toEqual([0, '']);
  const run = join(directory, '.fulcrum/main');
  const counted = providers.map(({ protocol, billOf }, index) => {
    return { protocol, bills: billsOf(started[index]!, billOf) };
  });
  return { directory, run, events: eventsOf(run), calls: recordedCalls(run), counted };
}

/** Every proposal came to one end, every cent is where it belongs, and no secret is anywhere. */
export async function expectAccounted({ directory, run, events, calls, counted }: Night): Promise<void> {
  const ends = events.flatMap((event) =>
    event.type === 'candidate-decided' || event.type === 'proposal-refused' ? [event.number] : [],
  );
  expect(ends).toEqual(Array.from({ length: ends.length }, (_, index) => index + 1));
  expect(events.at(-1)).toMatchObject({ type: 'run-finished', reason: 'budget-evaluations' });

  // What the ledger says a proposal cost is what the meter charged for it.
  const inRecording = moneyInRecording(calls);
  for (const [number, money] of moneyInLedger(events)) {
    expect([number, inRecording.get(number)]).toEqual([number, expect.closeTo(money, 12)]);
  }
  // What the meter charged is what the providers themselves counted, call by call.
  for (const { protocol, bills } of counted) {
    accountFor(
      bills,
      calls.filter((call) => call.protocol === protocol && call.attempts > 0),
    );
  }

  const verified = await fulcrum(['verify'], directory);
  expect([verified.code, verified.stderr]).toEqual([0, '']);
  for (const path of readdirSync(run, { recursive: true, withFileTypes: true })) {
    if (!path.isFile()) continue;
    const bytes = readFileSync(join(path.parentPath, path.name));
    const found = [bytes.includes('canary'), bytes.includes('fulcrum-run-')];
    expect([path.name, ...found]).toEqual([path.name, false, false]);
  }
}

/**
 * Holds the meter's lines against what one provider counted by itself: each of its amounts is reported to the cent, or
 * the call was never seen to end and is charged with at least as much.
 */
function accountFor(bills: Bills, calls: readonly RecordedCall[]): void {
  expect(calls.length).toBeGreaterThan(0);
  for (const { requestDigest, outcome } of calls) {
    if (!UNSEEN.has(outcome)) expect(bills.has(requestDigest!)).toBe(true);
  }
  for (const [digest, amounts] of bills) {
    const own = calls.filter(({ requestDigest }) => requestDigest === digest);
    const unseen = own.filter(({ outcome }) => UNSEEN.has(outcome));
    const left = [...amounts];
    for (const { charged, money } of own) {
      if (charged !== 'reported') continue;
      const index = left.findIndex((amount) => Math.abs(amount - money!) < 1e-12);
      expect(index).not.toBe(-1);
      left.splice(index, 1);
    }
    expect(left.length).toBeLessThanOrEqual(unseen.length);
    for (const { money } of unseen) expect(money).toBeGreaterThan(Math.max(0, ...left));
  }
}

/** In flight when the process was killed, or when the run ended. */
const UNSEEN: ReadonlySet<string> = new Set(['lost', 'agent-gone']);

function eventsOf(run: string): readonly RunEvent[] {
  const ledger = readLedger(run);
  try {
    return [...ledger.entries()].map(({ event }) => event);
  } finally {
    ledger.close();
  }
}

/** A line of the recording. */
type RecordedCall = CallRecord & { readonly part: number };

function recordedCalls(run: string): readonly RecordedCall[] {
  const lines = readFileSync(join(run, 'models/calls.ndjson'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as RecordedCall);
}

/** USD by the number of the proposal, as the ledger has it. */
function moneyInLedger(events: readonly RunEvent[]): ReadonlyMap<number, number> {
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
function moneyInRecording(calls: readonly RecordedCall[]): ReadonlyMap<number, number> {
  const money = new Map<number, { part: number; sum: number }>();
  for (const { holder, part, money: cost } of calls) {
    const number = Number(/^proposal (\d+)$/.exec(holder ?? '')![1]);
    const known = money.get(number);
    const before = known === undefined || known.part < part ? 0 : known.sum;
    if (known === undefined || known.part <= part) money.set(number, { part, sum: before + (cost ?? NaN) });
  }
  return new Map([...money].map(([number, { sum }]) => [number, sum]));
}

function billsOf({ received }: ScriptedProvider, billOf: NightProvider['billOf']): Bills {
  const bills = new Map<string, number[]>();
  for (const [index, { body }] of received.entries()) {
    const digest = createHash('sha256').update(body).digest('hex');
    const bill = billOf(index + 1);
    bills.set(digest, [...(bills.get(digest) ?? []), ...(bill === null ? [] : [bill])]);
  }
  return bills;
}
