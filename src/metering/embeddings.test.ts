import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Json } from '../kernel/json.ts';
import { httpBackend } from './http-backend.ts';
import { openaiChat } from './protocols/openai-chat.ts';
import { openaiEmbeddings } from './protocols/openai-embeddings.ts';
import { openaiResponses } from './protocols/openai-responses.ts';
import { bagOfTokensVector } from './scripted/bag-of-tokens.ts';
import { defineScript } from './scripted/script.ts';
import { scriptedBackend } from './scripted/scripted-backend.ts';
import { callModel, openMeter, UNLIMITED } from './testing/meter-fixture.ts';
import { startScriptedProvider } from './testing/scripted-provider.ts';

const KEY = 'provider-key-0123456789';
const SCRIPT = defineScript({
  rules: [
    { reply: { text: 'words, which embed nothing' } },
    { reply: { embed: 'bag-of-tokens', dimensions: 16, inputTokens: 1000 } },
  ],
});

interface Vectors {
  readonly data: readonly { readonly index: number; readonly embedding: readonly number[] }[];
  readonly usage: { readonly prompt_tokens: number };
}

async function embed(
  input: Json,
  script = SCRIPT,
): Promise<Awaited<ReturnType<typeof openMeter>> & { reply: Response }> {
  const provider = await startScriptedProvider(script, KEY);
  onTestFinished(() => provider.close());
  const backend = httpBackend({ baseUrl: provider.url, keyVariable: 'KEY', environment: { KEY } });
  const opened = await openMeter({ backends: { 'openai-embeddings': backend } });
  const reply = await callModel(opened.meter.url, 'openai-embeddings', { model: 'priced', input });
  return { ...opened, reply };
}

describe('embeddings through the meter', () => {
  it('come as they are, and cost their input', async () => {
    const { reply, records } = await embed(['a b', 'c']);
    expect(reply.status).toBe(200);
    const { data, usage } = (await reply.json()) as Vectors;
    expect(data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
      [0, 16],
      [1, 16],
    ]);
    expect(usage.prompt_tokens).toBe(1000);
    // 1000 tokens at USD 1 for a million.
    expect(records).toMatchObject([
      { protocol: 'openai-embeddings', outcome: 'answered', charged: 'reported', money: 0.001 },
    ]);
  });

  it.each([['text'], [['one', 'two']], [[1, 2, 3]], [[[1, 2], [3]]]])('take the input %j', async (input) => {
    expect((await embed(input)).reply.status).toBe(200);
  });

  it.each([[''], [[]], [{}], [[1.5]], [[null]], [null]])('refuse the input %j', async (input) => {
    const { reply, records } = await embed(input);
    expect(reply.status).toBe(400);
    expect(records).toMatchObject([{ outcome: 'malformed-request', money: 0 }]);
  });

  it('are refused before they would exceed the budget', async () => {
    const { meter, records } = await openMeter({
      backends: { 'openai-embeddings': scriptedBackend(SCRIPT) },
      budget: { ...UNLIMITED, money: 1e-6 },
    });
    const reply = await callModel(meter.url, 'openai-embeddings', { model: 'priced', input: 'x' });
    expect(reply.status).toBe(402);
    expect(records).toMatchObject([{ outcome: 'over-budget' }]);
  });

  it('are charged with their bound where the reply does not say what it used', async () => {
    const script = defineScript({ rules: [{ reply: { body: '{"data": []}' } }] });
    const { records } = await embed('x', script);
    expect(records).toMatchObject([{ charged: 'bound' }]);
    // Its bytes and what a provider may add as tokens at the dearest input, USD 2 for a million; there is no output.
    const bytes = Buffer.byteLength(JSON.stringify({ model: 'priced', input: 'x' }));
    expect(records[0]!.money).toBeCloseTo(((bytes + 2048) * 2) / 1e6, 12);
  });

  it('are recorded and replayed byte for byte', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'fulcrum-embeddings-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const body = { model: 'priced', input: 'const rate = 1;' };
    const backends = { 'openai-embeddings': scriptedBackend(SCRIPT) };
    const { meter: first } = await openMeter({ backends, record: { directory, bodies: true } });
    const said = await (await callModel(first.url, 'openai-embeddings', body)).text();
    await first.close();
    const { meter: second } = await openMeter({ replay: directory });
    expect(await (await callModel(second.url, 'openai-embeddings', body)).text()).toBe(said);
  });

  it('find no rule in a script of words', async () => {
    const { records } = await embed('x', defineScript({ rules: [{ reply: { text: 'words' } }] }));
    expect(records).toMatchObject([{ outcome: 'cut' }]);
  });
});

describe('a bag of tokens', () => {
  const text = fc.string({ maxLength: 200 });

  it('is a direction that its tokens alone decide', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 64 }), (source, dimensions) => {
        const vector = bagOfTokensVector(source, dimensions);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 12);
        expect(bagOfTokensVector(`  ${source}\n`, dimensions)).toEqual(vector);
      }),
    );
  });

  it('keeps in the mean the cosine of the counts: that of "a b" and "a c" is 1/2', () => {
    const dot = (left: readonly number[], right: readonly number[]): number =>
      left.reduce((sum, value, index) => sum + value * right[index]!, 0);
    const pairs = Array.from({ length: 400 }, (_, n) => [`a${n} b${n}`, `a${n} c${n}`] as const);
    const cosines = pairs.map(([left, right]) =>
      dot(bagOfTokensVector(left, 256), bagOfTokensVector(right, 256)),
    );
    // Tokens that meet in a place, one time out of 85, change it by 1/2 at most.
    expect(cosines.reduce((sum, value) => sum + value, 0) / cosines.length).toBeCloseTo(0.5, 1);
  });
});

describe('tokens written to a cache', () => {
  const details = { cached_tokens: 20, cache_write_tokens: 30 };

  it.each([
    [openaiChat, { prompt_tokens: 100, completion_tokens: 5, prompt_tokens_details: details }],
    [openaiResponses, { input_tokens: 100, output_tokens: 5, input_tokens_details: details }],
  ])('$name: count apart from the rest of the input', ({ readReply }, usage) => {
    expect(readReply({ usage }).usage).toEqual({
      input: 50,
      cachedInput: 20,
      cacheWriteShort: 30,
      cacheWriteLong: 0,
      output: 5,
    });
  });

  it.each([openaiChat, openaiResponses])('$name: more than the whole input are no count', ({ readReply }) => {
    const usage = {
      ...{ prompt_tokens: 49, completion_tokens: 5, prompt_tokens_details: details },
      ...{ input_tokens: 49, output_tokens: 5, input_tokens_details: details },
    };
    expect(readReply({ usage }).usage).toBeNull();
  });

  it.each([openaiChat, openaiResponses])(
    '$name: a cache of another lifetime has no listed price',
    ({ readRequest }) => {
      const body = { model: 'm', messages: [], input: 'x', prompt_cache_options: { ttl: '12h' } };
      expect(readRequest(body, '').openEnded).toEqual(['asks for a cache that lives "12h"']);
      expect(readRequest({ ...body, prompt_cache_options: { ttl: '30m' } }, '').openEnded).toEqual([]);
    },
  );
});

it('no reply with vectors is a stream', () => {
  expect(openaiEmbeddings.openStream().facts()).toMatchObject({ ended: false, usage: null });
});
