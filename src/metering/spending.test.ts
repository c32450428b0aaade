import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSpending } from './spending.ts';
import { CONVERSATION_NAMES } from './protocol.ts';
import { defineScript } from './scripted/script.ts';
import { scriptedBackend } from './scripted/scripted-backend.ts';
import { forAllProtocols } from './backend.ts';
import { callModel, openMeter, requestBody, UNLIMITED } from './testing/meter-fixture.ts';

describe('the account', () => {
  it('never holds more than the budget, whatever calls come and end in whatever order', () => {
    const step = fc.record({
      tokens: fc.nat(50),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      end: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.nat(20), fc.array(step), (money, tokens, calls, steps) => {
        const spending = createSpending({ money, tokens, calls, allowUnpriced: false });
        const open: (() => void)[] = [];
        let admitted = 0;
        for (const { tokens: bound, share, end } of steps) {
          const admission = spending.admit({ money: bound, tokens: bound, unpriced: [] });
          if (admission.admitted) {
            admitted += 1;
            const used = Math.floor(bound * share);
            open.push(() => admission.settle({ money: used, tokens: used, isUnpriced: false }));
          }
          if (end < open.length) open.splice(end, 1)[0]!();
        }
        for (const settle of open) settle();
        const spent = spending.spent();
        expect(spent.calls).toBe(admitted);
        expect([spent.money <= money, spent.tokens <= tokens, spent.calls <= calls]).toEqual([
          true,
          true,
          true,
        ]);
        // What was held is free again: the whole rest of the budget can be taken by one call.
        const rest = { money: money - spent.money, tokens: tokens - spent.tokens, unpriced: [] };
        expect(spending.admit(rest).admitted).toBe(spent.calls < calls);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses to settle a call twice', () => {
    const admission = createSpending(UNLIMITED).admit({ money: 1, tokens: 1, unpriced: [] });
    if (!admission.admitted) throw new Error('there is no limit');
    admission.settle({ money: 1, tokens: 1, isUnpriced: false });
    expect(() => admission.settle({ money: 1, tokens: 1, isUnpriced: false })).toThrow('twice');
  });
});

describe.each(CONVERSATION_NAMES)('a budget over %s', (protocol) => {
  // Each reply costs USD 0.001 and no request may write more than it does.
  const usage = { input: 0, output: 100 };
  const script = defineScript({ rules: [{ reply: { text: 'x', usage, delayMilliseconds: 20 } }] });

  it('is not exceeded by 50 calls side by side, and agents that wait can use all of it', async () => {
    const budget = { ...UNLIMITED, money: 0.02 };
    const { meter, records } = await openMeter({
      backends: forAllProtocols(scriptedBackend(script)),
      budget,
    });
    const statuses = new Map<number, number>();
    const agent = async (): Promise<void> => {
      for (;;) {
        const reply = await callModel(meter.url, protocol, requestBody(protocol, 'hello'));
        const text = await reply.text();
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
        expect(meter.usage().money).toBeLessThanOrEqual(budget.money);
        if (reply.status === 402) return expect(text).toContain('FULCRUM_E_BUDGET_MONEY');
        if (reply.status === 429) expect(reply.headers.get('retry-after')).toBe('1');
      }
    };
    await Promise.all(Array.from({ length: 50 }, agent));
    // A call is held with USD 0.001 of output and at least 2048 input tokens, so the last of 20 does not fit any more.
    expect(statuses.get(200)).toBeGreaterThanOrEqual(15);
    expect(statuses.get(402)).toBe(50);
    expect(meter.usage().money).toBeCloseTo(0.001 * statuses.get(200)!, 10);
    const refused = records.filter(({ outcome }) => outcome === 'over-budget');
    expect(refused.length).toBe((statuses.get(429) ?? 0) + 50);
    expect(refused.every(({ charged }) => charged === 'nothing')).toBe(true);
  });

  it('of tokens and of calls is kept too', async () => {
    const backends = forAllProtocols(scriptedBackend(script));
    const few = await openMeter({ backends, budget: { ...UNLIMITED, calls: 1 } });
    const small = await openMeter({ backends, budget: { ...UNLIMITED, tokens: 2000 } });
    const ask = async (url: string): Promise<string> =>
      (await callModel(url, protocol, requestBody(protocol, 'x'))).text();
    await ask(few.meter.url);
    expect(await ask(few.meter.url)).toContain('FULCRUM_E_BUDGET_CALLS');
    expect(await ask(small.meter.url)).toContain('FULCRUM_E_BUDGET_TOKENS');
  });

  it('lets no call through whose cost has no bound, unless it is told to', async () => {
    const backends = forAllProtocols(scriptedBackend(script));
    const budget = { ...UNLIMITED, money: 100 };
    const strict = await openMeter({ backends, budget });
    const lenient = await openMeter({ backends, budget: { ...budget, allowUnpriced: true } });
    const bodies = [
      requestBody(protocol, 'x', { model: 'unheard-of' }),
      ...OPEN_ENDED[protocol].map((more) => requestBody(protocol, 'x', more)),
    ];
    for (const body of bodies) {
      const refused = await callModel(strict.meter.url, protocol, body);
      expect([body, refused.status, await refused.text()]).toEqual([
        body,
        402,
        expect.stringContaining('FULCRUM_E_MODEL_UNPRICED'),
      ]);
      expect((await callModel(lenient.meter.url, protocol, body)).status).toBe(200);
    }
    expect(strict.records.every(({ outcome }) => outcome === 'unpriced')).toBe(true);
    expect(lenient.meter.usage().unpricedCalls).toBe(bodies.length);
    // Unpriced is not free: where the model has a price its tokens are counted at it.
    expect(lenient.records[0]).toMatchObject({ model: 'unheard-of', money: null, charged: 'reported' });
    expect(lenient.records.slice(1).every(({ money, unpriced }) => money! > 0 && unpriced.length > 0)).toBe(
      true,
    );
  });
});

const BY_ADDRESS = { type: 'image', source: { type: 'url', url: 'https://x' } };

/** Requests that can cost more than their tokens at list price. */
const OPEN_ENDED = {
  'anthropic-messages': [
    { speed: 'fast' },
    { inference_geo: 'us' },
    { container: 'c' },
    { mcp_servers: [{ url: 'https://x' }] },
    { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
    { messages: [{ role: 'user', content: [BY_ADDRESS] }] },
    { messages: [{ role: 'user', content: [{ type: 'tool_result', content: [BY_ADDRESS] }] }] },
  ],
  'openai-chat': [
    { service_tier: 'priority' },
    { web_search_options: {} },
    { prediction: { type: 'content' } },
    { audio: { voice: 'x' } },
    { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x' } }] }] },
    { messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'f' } }] }] },
    { n: 3, max_completion_tokens: null },
  ],
  'openai-responses': [
    { service_tier: 'priority' },
    { previous_response_id: 'resp_1' },
    { conversation: 'conv_1' },
    { prompt: { id: 'p' } },
    { background: true },
    { tools: [{ type: 'web_search' }] },
    { tools: [{ type: 'tool_search', execution: 'server' }] },
    { input: [{ type: 'item_reference', id: 'x' }] },
    { input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'https://x' }] }] },
    { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'f' }] }] },
  ],
  'google-generate': [
    { serviceTier: 'priority' },
    { service_tier: 'priority' },
    { cachedContent: 'cachedContents/x' },
    { cached_content: 'cachedContents/x' },
    { continuationToken: 'x' },
    { tools: [{ googleSearch: {} }] },
    { tools: { google_search: {} } },
    { tools: [{ functionDeclarations: [] }, { codeExecution: {} }] },
    { generationConfig: { maxOutputTokens: 100, responseModalities: ['TEXT', 'AUDIO'] } },
    { generationConfig: { candidateCount: 3 } },
    { contents: [{ role: 'user', parts: [{ fileData: { fileUri: 'https://x' } }] }] },
    { contents: [{ role: 'user', parts: { file_data: { file_uri: 'https://x' } } }] },
    { contents: [{ role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: '' } }] }] },
    { contents: [{ parts: [{ functionResponse: { parts: [{ inline_data: { data: '' } }] } }] }] },
    { contents: [], systemInstruction: { parts: [{ inline_data: { data: '' } }] } },
  ],
} as const;

it('lets tools through that the agent carries out itself', async () => {
  const script = defineScript({ rules: [{ reply: { text: 'x' } }] });
  const backends = forAllProtocols(scriptedBackend(script));
  const { meter } = await openMeter({ backends, budget: { ...UNLIMITED, money: 100 } });
  const tools = [{ type: 'function' }, { type: 'custom' }, { type: 'tool_search', execution: 'client' }];
  const body = requestBody('openai-responses', 'x', { tools });
  expect((await callModel(meter.url, 'openai-responses', body)).status).toBe(200);
});

describe('a provider that reports more than was possible', () => {
  it('overshoots the budget once and openly', async () => {
    const script = defineScript({ rules: [{ reply: { text: 'x', usage: { output: 5_000_000 } } }] });
    const { meter, records } = await openMeter({
      backends: forAllProtocols(scriptedBackend(script)),
      budget: { ...UNLIMITED, money: 1 },
    });
    const ask = async (): Promise<number> =>
      (await callModel(meter.url, 'openai-chat', requestBody('openai-chat', 'x'))).status;
    expect([await ask(), await ask()]).toEqual([200, 402]);
    expect(records[0]!.money).toBe(50);
  });
});
