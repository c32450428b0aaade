import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { MalformedRequest } from '../protocol.ts';
import { googleGenerate } from './google-generate.ts';

const ADDRESS = '/v1beta/models/gemini-4-argon:generateContent';
const STREAM = '/v1beta/models/gemini-4-argon:streamGenerateContent?alt=sse';
const CONTENTS = [{ role: 'user', parts: [{ text: 'hello' }] }];

function read(body: JsonObject, address = ADDRESS): ReturnType<typeof googleGenerate.readRequest> {
  return googleGenerate.readRequest(body, address);
}

describe('a request', () => {
  it('names its model and whether it streams in the address', () => {
    expect(read({ contents: CONTENTS })).toEqual({
      model: 'gemini-4-argon',
      stream: false,
      outputLimit: null,
      openEnded: [],
      lastText: 'hello',
    });
    expect(read({ contents: CONTENTS }, STREAM)).toMatchObject({ model: 'gemini-4-argon', stream: true });
    for (const address of [ADDRESS, STREAM]) {
      expect(googleGenerate.paths!.write(read({ contents: CONTENTS }, address))).toBe(address);
    }
  });

  it.each<[string, JsonObject, number | null]>([
    ['as it is', { generationConfig: { maxOutputTokens: 50 } }, 50],
    ['under its other names', { generation_config: { max_output_tokens: 50 } }, 50],
    ['for each alternative', { generationConfig: { maxOutputTokens: 50, candidateCount: 3 } }, 150],
  ])('limits its output %s', (_, more, limit) => {
    expect(read({ contents: CONTENTS, ...more }).outputLimit).toBe(limit);
  });

  it('that asks for more than text has no bound, under either name of its fields', () => {
    for (const more of [
      { generationConfig: { responseModalities: ['IMAGE'] } },
      { generation_config: { response_modalities: ['TEXT', 'AUDIO'] } },
    ]) {
      expect(read({ contents: CONTENTS, ...more }).openEnded).toEqual([
        expect.stringContaining('more than text'),
      ]);
    }
    expect(
      read({ contents: CONTENTS, generationConfig: { responseModalities: ['text'] } }).openEnded,
    ).toEqual([]);
  });

  it('is written anew under one name for each field, and keeps what only the agent gives meaning to', () => {
    const schema = { type: 'OBJECT', properties: { a_b: { type: 'STRING' } } };
    const received = {
      contents: [{ role: 'user', parts: [{ function_response: { name: 'f', response: { c_d: 1 } } }] }],
      system_instruction: { parts: { text: 'be brief' } },
      tools: [{ function_declarations: [{ name: 'f', parameters: schema }] }],
    };
    expect(googleGenerate.prepare(received, 77)).toEqual({
      contents: [{ role: 'user', parts: [{ functionResponse: { name: 'f', response: { c_d: 1 } } }] }],
      systemInstruction: { parts: { text: 'be brief' } },
      tools: [{ functionDeclarations: [{ name: 'f', parameters: schema }] }],
      generationConfig: { maxOutputTokens: 77 },
    });
    expect(googleGenerate.prepare({ contents: CONTENTS, generation_config: { top_k: 4 } }, 77)).toEqual({
      contents: CONTENTS,
      generationConfig: { topK: 4, maxOutputTokens: 77 },
    });
  });

  it.each<[string, JsonObject, string]>([
    ['without contents', {}, ADDRESS],
    ['with contents that are no list', { contents: {} }, ADDRESS],
    ['with a limit that is none', { contents: [], generationConfig: { maxOutputTokens: -1 } }, ADDRESS],
    [
      'with a field under both its names',
      { contents: [], generationConfig: { maxOutputTokens: 1, max_output_tokens: 9 } },
      ADDRESS,
    ],
    ['for another model than its address', { contents: [], model: 'models/other' }, ADDRESS],
    ['for a stream that is one JSON list', { contents: [] }, STREAM.split('?')[0]!],
    ['for a stream in another form', { contents: [] }, STREAM.replace('sse', 'json')],
  ])('is refused %s', (_, body, address) => {
    expect(() => read(body, address)).toThrow(MalformedRequest);
  });
});

describe('what a reply says it used', () => {
  const usageOf = (usageMetadata: Json): unknown => googleGenerate.readReply({ usageMetadata }).usage;

  it('counts thoughts as output and the prompts of tools as input, each token once', () => {
    // Google's own sum: totalTokenCount = prompt (cached part included) + tool prompts + candidates + thoughts.
    const usage = {
      promptTokenCount: 1000,
      cachedContentTokenCount: 400,
      toolUsePromptTokenCount: 30,
      candidatesTokenCount: 20,
      thoughtsTokenCount: 200,
      totalTokenCount: 1250,
    };
    expect(usageOf(usage)).toEqual({
      input: 630,
      cachedInput: 400,
      cacheWriteShort: 0,
      cacheWriteLong: 0,
      output: 220,
    });
  });

  it('may leave out what is nothing, as a refused prompt does', () => {
    expect(usageOf({ promptTokenCount: 7, totalTokenCount: 7 })).toMatchObject({ input: 7, output: 0 });
  });

  it.each<[Json]>([
    [null],
    [[]],
    [{}],
    [{ candidatesTokenCount: 5 }],
    [{ promptTokenCount: '5' }],
    [{ promptTokenCount: -5 }],
    [{ promptTokenCount: 5, thoughtsTokenCount: 0.5 }],
    [{ promptTokenCount: 5, cachedContentTokenCount: 6 }],
  ])('is nothing when it is %j', (usage) => {
    expect(usageOf(usage)).toBeNull();
  });
});

describe('a refusal', () => {
  it.each<[string, JsonObject, boolean]>([
    ['a prompt that was blocked', { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }, true],
    ['an answer that was filtered', { candidates: [{ finishReason: 'SAFETY' }] }, true],
    ['an answer that ended', { candidates: [{ finishReason: 'STOP' }], promptFeedback: {} }, false],
    ['an answer at its limit', { candidates: [{ finishReason: 'MAX_TOKENS' }] }, false],
  ])('is told from an answer: %s', (_, reply, refused) => {
    expect(googleGenerate.readReply(reply).refused).toBe(refused);
  });
});

describe('a stream', () => {
  const follow = (
    ...chunks: readonly Json[]
  ): ReturnType<ReturnType<typeof googleGenerate.openStream>['facts']> => {
    const reader = googleGenerate.openStream();
    for (const chunk of chunks) reader.take({ event: '', data: JSON.stringify(chunk) });
    return reader.facts();
  };
  const piece = (text: string, more: JsonObject = {}): JsonObject => ({
    candidates: [{ content: { role: 'model', parts: [{ text }] }, ...more }],
  });

  it('has ended when each of its alternatives has', () => {
    expect(follow().ended).toBe(false);
    expect(follow(piece('a')).ended).toBe(false);
    expect(follow(piece('a'), piece('b', { finishReason: 'STOP' })).ended).toBe(true);
    expect(follow(piece('a', { finishReason: 'STOP' }), piece('b', { index: 1 })).ended).toBe(false);
    expect(follow({ promptFeedback: { blockReason: 'OTHER' } })).toMatchObject({
      ended: true,
      refused: true,
    });
  });

  it('used what its last count says, and wrote what its pieces say', () => {
    const facts = follow(
      { ...piece('Hel'), usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 1 } },
      {
        ...piece('lo', { finishReason: 'STOP' }),
        usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 2 },
      },
    );
    expect(facts).toMatchObject({ usage: { input: 10, output: 2 }, text: 'Hello', fault: null });
  });

  it('says what is wrong with it', () => {
    expect(follow([1]).fault).toContain('no JSON object');
    expect(follow({ error: { code: 503, message: 'busy' } }).fault).toContain('busy');
  });
});
