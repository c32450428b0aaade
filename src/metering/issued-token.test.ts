import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import type { IssueOrder } from './meter.ts';
import { defineScript } from './scripted/script.ts';
import { scriptedBackend } from './scripted/scripted-backend.ts';
import type { BudgetRefusal } from './spending.ts';
import { createSpending } from './spending.ts';
import type { TestMeter } from './testing/meter-fixture.ts';
import { forAllProtocols } from './backend.ts';
import { callModel, openMeter, requestBody, UNLIMITED } from './testing/meter-fixture.ts';

const PROTOCOL = 'anthropic-messages';
/** At USD 1 and 10 for a million tokens: USD 0.00102. */
const USAGE = { input: 20, output: 100 };
const COST = 20e-6 + 100 * 10e-6;

describe('the account of a token', () => {
  it('and that of the run both hold, whatever calls come with whichever token', () => {
    const step = fc.record({ tokens: fc.nat(30), by: fc.nat(2), end: fc.nat(5) });
    fc.assert(
      fc.property(fc.nat(100), fc.tuple(fc.nat(60), fc.nat(60)), fc.array(step), (whole, parts, steps) => {
        const run = createSpending({ ...UNLIMITED, tokens: whole });
        const tokens = parts.map((limit) => createSpending({ ...UNLIMITED, tokens: limit }, run));
        const accounts = [run, ...tokens];
        const open: (() => void)[] = [];
        for (const { tokens: bound, by, end } of steps) {
          const admission = accounts[by]!.admit({ money: 0, tokens: bound, unpriced: [] });
          if (admission.admitted)
            open.push(() => admission.settle({ money: 0, tokens: bound, isUnpriced: false }));
          if (end < open.length) open.splice(end, 1)[0]!();
        }
        for (const settle of open) settle();
        const [all, ...own] = accounts.map((account) => account.spent().tokens);
        expect(all).toBeLessThanOrEqual(whole);
        for (const [index, spent] of own.entries()) expect(spent).toBeLessThanOrEqual(parts[index]!);
        expect(own[0]! + own[1]!).toBeLessThanOrEqual(all!);
        // What was held is free again: the whole rest can be taken by one call.
        for (const [index, account] of tokens.entries()) {
          const rest = Math.min(parts[index]! - own[index]!, whole - all!);
          const probe = account.admit({ money: 0, tokens: rest, unpriced: [] });
          expect(probe.admitted).toBe(true);
          if (probe.admitted) probe.settle({ money: 0, tokens: 0, isUnpriced: false });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says which of the two refuses', () => {
    const run = createSpending({ ...UNLIMITED, tokens: 10 });
    const token = createSpending({ ...UNLIMITED, tokens: 5 }, run);
    const refusal = (account: typeof run, tokens: number) => {
      const admission = account.admit({ money: 0, tokens, unpriced: [] });
      return admission.admitted ? null : admission.refusal.by;
    };
    expect([refusal(token, 6), refusal(run, 11), refusal(run, 7), refusal(token, 4)]).toEqual([
      'token',
      'run',
      null,
      'run',
    ]);
  });
});

async function opened(budget = UNLIMITED): Promise<TestMeter> {
  const script = defineScript({ rules: [{ reply: { text: 'x', usage: USAGE } }] });
  return openMeter({ backends: forAllProtocols(scriptedBackend(script)), budget });
}

interface HeldMeter extends TestMeter {
  /** Resolves when so many calls have come to the model. */
  readonly begun: (calls: number) => Promise<void>;
  /** Lets it answer them, and all later ones at once. */
  readonly letGo: () => void;
}

async function openedHeld(): Promise<HeldMeter> {
  const { promise: free, resolve: letGo } = Promise.withResolvers<void>();
  let calls = 0;
  const sleep: Clock['sleep'] = (_milliseconds, signal) => {
    calls += 1;
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => reject(signal.reason as Error));
    return Promise.race([free, aborted]);
  };
  const script = defineScript({ rules: [{ reply: { text: 'x', usage: USAGE, delayMilliseconds: 1 } }] });
  const backend = scriptedBackend(script, { ...systemClock, sleep });
  const begun = async (count: number): Promise<void> => {
    await vi.waitUntil(() => calls >= count, { timeout: 10_000 });
  };
  return { ...(await openMeter({ backends: forAllProtocols(backend) })), begun, letGo };
}

describe('a token of its own', () => {
  const issue = ({ meter }: TestMeter, order: Partial<IssueOrder> = {}) =>
    meter.issueToken({ label: 'one', budget: UNLIMITED, onRefused: () => undefined, ...order });
  const call = ({ meter }: TestMeter, key?: string): Promise<Response> =>
    callModel(meter.url, PROTOCOL, requestBody(PROTOCOL, 'q'), key);

  it('is counted apart, and for all together', async () => {
    const test = await opened();
    const [one, two] = [issue(test), issue(test, { label: 'two' })];
    for (const key of [one.token, one.token, two.token, undefined])
      expect((await call(test, key)).status).toBe(200);
    expect(await one.close()).toMatchObject({
      ...{ calls: 2, models: ['priced'], money: expect.closeTo(2 * COST, 12) },
      tokens: { input: 40, output: 200 },
    });
    expect(await two.close()).toMatchObject({ calls: 1, money: expect.closeTo(COST, 12) });
    expect(test.meter.usage()).toMatchObject({ calls: 4, money: expect.closeTo(4 * COST, 12) });
    expect(test.records.map(({ holder }) => holder)).toEqual(['one', 'one', 'two', null]);
  });

  it('is worth nothing when it is closed, and closing again says the same', async () => {
    const test = await opened();
    const { token, close } = issue(test);
    await call(test, token);
    const spent = await close();
    expect((await call(test, token)).status).toBe(401);
    expect(await close()).toEqual(spent);
    expect(spent.calls).toBe(1);
  });

  it('is refused by its own limit and not by that of others, and says so for good only', async () => {
    const test = await openedHeld();
    const refusals: BudgetRefusal[] = [];
    const limited = issue(test, {
      budget: { ...UNLIMITED, calls: 1 },
      onRefused: (refusal) => refusals.push(refusal),
    });
    const first = call(test, limited.token);
    // While that one is under way, another could only wait: it may yet come to nothing.
    await test.begun(1);
    expect((await call(test, limited.token)).status).toBe(429);
    test.letGo();
    expect((await first).status).toBe(200);
    expect(refusals).toEqual([]);
    expect((await call(test, limited.token)).status).toBe(402);
    expect(refusals).toMatchObject([{ by: 'token', code: 'FULCRUM_E_BUDGET_CALLS' }]);
    expect((await call(test)).status).toBe(200);
  });

  it('is refused by the budget of the run', async () => {
    const test = await opened({ ...UNLIMITED, calls: 1 });
    const refusals: BudgetRefusal[] = [];
    const { token } = issue(test, { onRefused: (refusal) => refusals.push(refusal) });
    await call(test);
    expect((await call(test, token)).status).toBe(402);
    expect(refusals).toMatchObject([{ by: 'run' }]);
  });

  it('hangs up on its calls when it is closed, charges them at their bound, and leaves others alone', async () => {
    const test = await openedHeld();
    const { token, close } = issue(test);
    const [cut, other] = [call(test, token).catch(() => 'cut'), call(test)];
    await test.begun(2);
    const spent = await close();
    test.letGo();
    expect(spent).toMatchObject({ calls: 1, tokens: { output: 0 } });
    // At most 100 tokens of output were asked for.
    expect(spent.money).toBeGreaterThan(100 * 10e-6);
    expect([await cut, (await other).status]).toEqual(['cut', 200]);
    expect(test.records[0]).toMatchObject({ holder: 'one', outcome: 'agent-gone', charged: 'bound' });
  });

  it('that calls a model without a price has no sum of money', async () => {
    const test = await opened();
    const { token, close } = issue(test);
    await callModel(test.meter.url, PROTOCOL, requestBody(PROTOCOL, 'q', { model: 'unheard-of' }), token);
    expect(await close()).toMatchObject({ calls: 1, money: null, models: ['unheard-of'] });
  });
});
