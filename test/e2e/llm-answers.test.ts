import { expect, it } from 'vitest';
import type { Proposal } from '../../src/kernel/contracts/proposer.ts';
import type { JsonObject } from '../../src/kernel/json.ts';
import { createRandom } from '../../src/kernel/random.ts';
import type { NamedMemory } from '../../src/kernel/memory.ts';
import { memoryDigest, memoryEntry } from '../../src/memory/memory-entry.ts';
import type { CallRecord } from '../../src/metering/call-record.ts';
import { defineScript } from '../../src/metering/scripted/script.ts';
import { scriptedBackend } from '../../src/metering/scripted/scripted-backend.ts';
import { forAllProtocols } from '../../src/metering/backend.ts';
import { openMeter } from '../../src/metering/testing/meter-fixture.ts';
import { createLlmProposer } from '../../src/proposers/llm/llm-proposer.ts';
import { requestFor } from '../../src/proposers/testing/request.ts';

const SOURCE = 'export const rate = 1;\n';
const EDITS = [{ path: 'rate.ts', content: 'export const rate = 2;\n' }];
const ANSWER = {
  summary: 'double the rate',
  edits: [{ path: 'rate.ts', search: 'export const rate = 1;', text: 'export const rate = 2;\n' }],
};
const MODELS = ['anthropic', 'openai', 'google', 'openai-compatible'] as const;

const NOTE: NamedMemory = (() => {
  const origin = { kind: 'person', name: 'Ada' } as const;
  const entry = memoryEntry('Rates are powers of two.', origin, '2026-11-21T00:00:00.000Z');
  return { digest: memoryDigest(entry), entry };
})();

interface Asked {
  readonly proposals: readonly Proposal[];
  readonly bodies: readonly string[];
  readonly records: readonly CallRecord[];
}

type Reply = Parameters<typeof defineScript>[0]['rules'][number]['reply'];

/** Proposals, one behind the other, through a real meter; the replies are taken in turn. */
async function ask(
  replies: readonly Reply[],
  options: JsonObject,
  { provider = 'anthropic', seeds = ['one'] }: { provider?: string; seeds?: readonly string[] } = {},
): Promise<Asked> {
  const rules = replies.map((reply, index) => ({ when: { call: index + 1 }, reply }));
  const backend = scriptedBackend(defineScript({ rules }));
  const bodies: string[] = [];
  const watched = {
    ...backend,
    send: (...[call, signal]: Parameters<typeof backend.send>) => {
      bodies.push(call.body);
      return backend.send(call, signal);
    },
  };
  const { meter, records } = await openMeter({ backends: forAllProtocols(watched) });
  const proposer = createLlmProposer(
    { models: [{ provider, model: 'priced' }], ...options },
    {
      runDirectory: '.',
      memory: { entries: [NOTE], files: [] },
      models: { ...meter, price: (_, { cachedInput }) => cachedInput },
    },
  );
  const proposals: Proposal[] = [];
  for (const seed of seeds) {
    const request = requestFor({ 'rate.ts': SOURCE }, { random: createRandom(seed) });
    proposals.push(await proposer.propose({ ...request, state: proposer.start() }));
  }
  return { proposals, bodies, records };
}

const structured = (value: unknown): Reply => ({ text: JSON.stringify(value) });

it.each(MODELS.flatMap((provider) => [false, true].map((stream) => [provider, stream] as const)))(
  'by %s, streaming %s, a structured answer is applied, and its schema was sent',
  async (provider, stream) => {
    const { proposals, bodies } = await ask(
      [structured(ANSWER)],
      { output: 'structured', stream },
      { provider },
    );
    expect(proposals[0]).toMatchObject({
      kind: 'edit',
      edits: EDITS,
      provenance: { summary: 'double the rate' },
    });
    expect(bodies[0]).toContain('"search"');
    expect(bodies[0]).toMatch(
      /"(?:json_schema|responseJsonSchema|responseSchema|input_schema|output_config)"/,
    );
  },
);

it('a model of Anthropic without schemas of its own answers by a tool', async () => {
  const { proposals } = await ask([{ toolCalls: [{ name: 'json', input: ANSWER }] }], {
    output: 'structured',
  });
  expect(proposals[0]).toMatchObject({ kind: 'edit', edits: EDITS });
});

it.each([
  ['no JSON', { text: '{"summary": ' }, 'no JSON'],
  ['a field too many', structured({ ...ANSWER, certain: true }), 'not as it has to be'],
  ['hostile JSON', { text: '{"__proto__": {"polluted": 1}, "summary": "", "edits": []}' }, '__proto__'],
  [
    'text that is not there',
    structured({ ...ANSWER, edits: [{ ...ANSWER.edits[0]!, search: 'x' }] }),
    'does not occur',
  ],
] as const)('%s is sent back with what is wrong, and can be mended', async (_, reply, fault) => {
  const { proposals, bodies } = await ask([reply, structured(ANSWER)], { output: 'structured' });
  expect(proposals[0]).toMatchObject({ kind: 'edit', edits: EDITS, provenance: { model: { turns: 2 } } });
  expect(bodies[1]).toContain(fault);
  const given = await ask([reply], { output: 'structured', repairs: 0 });
  expect(given.proposals[0]).toMatchObject({
    kind: 'nothing',
    reason: expect.stringContaining('does not apply'),
  });
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

it('what recurs stands first, word for word, behind marks for the cache, and what is billed less is counted apart', async () => {
  const { proposals, bodies, records } = await ask(
    [
      { text: 'nothing', usage: { input: 10, cacheWriteShort: 900, output: 1 } },
      { text: 'nothing', usage: { input: 10, cachedInput: 900, output: 1 } },
    ],
    { memory: { entries: 1 }, repairs: 0 },
    { seeds: ['one', 'another'] },
  );
  const [first, second] = bodies.map((body) => JSON.parse(body) as SentBody);
  const marked = (blocks: readonly SentBlock[]): readonly SentBlock[] =>
    blocks.filter((block) => block.cache_control);
  expect(marked(first!.system)).toHaveLength(1);
  const [memory, parent] = marked(first!.messages[0]!.content);
  expect(memory!.text).toContain('Rates are powers of two.');
  expect(parent!.text).toContain('export const rate = 1;');
  expect(first!.messages[0]!.content.at(-1)).not.toHaveProperty('cache_control');
  expect(second!.system).toEqual(first!.system);
  expect(marked(second!.messages[0]!.content)).toEqual([memory, parent]);
  expect(records.map(({ usage }) => usage)).toMatchObject([{ cacheWriteShort: 900 }, { cachedInput: 900 }]);
  expect(proposals.map(({ provenance }) => provenance?.model)).toMatchObject([
    { inputTokens: 910, memory: [NOTE.digest] },
    { inputTokens: 910, money: 900 },
  ]);
});

it('at most four marks are sent, however many repairs, and none without the option', async () => {
  const nothing = { text: 'nothing' };
  const { bodies } = await ask([nothing, nothing, nothing], { memory: {}, repairs: 2 });
  const marks = bodies.map((body) => body.split('"cache_control"').length - 1);
  expect(marks).toEqual([3, 4, 4]);
  for (const body of bodies.slice(1)) {
    const { messages } = JSON.parse(body) as SentBody;
    expect(messages.at(-1)!.content.at(-1)).toHaveProperty('cache_control');
  }
  const plain = await ask([nothing], { cache: false, repairs: 0 });
  expect(plain.bodies[0]).not.toContain('cache_control');
});

interface SentBlock {
  readonly text: string;
  readonly cache_control?: object;
}

interface SentBody {
  readonly system: readonly SentBlock[];
  readonly messages: readonly { readonly content: readonly SentBlock[] }[];
}
