import { expect, it } from 'vitest';
import type { JsonObject } from '../kernel/json.ts';
import type { ProposerSource } from '../kernel/task.ts';
import { modelNeeds } from './metered-models.ts';

const MODELS = [{ provider: 'anthropic', model: 'any' }];
const embedding = { provider: 'openai', model: 'text-embedding-3-small', similarity: 0.99 };

const llm = (options: JsonObject): ProposerSource => {
  return { kind: 'llm', weight: 1, options: { models: MODELS, ...options } };
};

it('embeddings are asked through the door like models, by a way of their own', () => {
  expect(modelNeeds([llm({})])).toEqual({ metered: ['anthropic'], embedding: null, hasUnmetered: false });
  expect(modelNeeds([llm({ embedding }), llm({ embedding })])).toEqual({
    metered: ['anthropic'],
    embedding: 'openai',
    hasUnmetered: false,
  });
});

it('embeddings past the door are no way through it, and no budget can be kept with them', () => {
  const past = { ...embedding, metered: false };
  expect(modelNeeds([llm({ embedding: past })])).toMatchObject({ embedding: null, hasUnmetered: true });
});

it('embeddings of two providers at one door are refused', () => {
  const other = { ...embedding, provider: 'openai-compatible' };
  expect(() => modelNeeds([llm({ embedding }), llm({ embedding: other })])).toThrow(
    /FULCRUM_E_TASK_INVALID.*openai and of openai-compatible/,
  );
});

it.each<[string, JsonObject, RegExp]>([
  ['a rewrite of every proposal', { metaPrompt: { every: 1 } }, /metaPrompt\.every/],
  ['a population of one', { metaPrompt: { keep: 1 } }, /metaPrompt\.keep/],
  ['no likeness to refuse at', { embedding: { provider: 'openai', model: 'm' } }, /embedding\.similarity/],
  ['a likeness above 1', { embedding: { ...embedding, similarity: 1.1 } }, /embedding\.similarity/],
  ['embeddings of nobody', { embedding: { ...embedding, provider: 'anthropic' } }, /embedding\.provider/],
  ['google behind the meter', { embedding: { ...embedding, provider: 'google' } }, /metered: false/],
  ['an address behind the meter', { embedding: { ...embedding, address: 'http://x.test' } }, /environment/],
  [
    'a compatible one at no address',
    { embedding: { ...embedding, provider: 'openai-compatible', metered: false } },
    /needs an address/,
  ],
])('%s is refused, naming the field', (_, options, message) => {
  expect(() => modelNeeds([llm(options)])).toThrow(/^FULCRUM_E_TASK_INVALID/);
  expect(() => modelNeeds([llm(options)])).toThrow(message);
});
