import { expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { llmOptions } from './options.ts';

const claude = { provider: 'anthropic', model: 'claude-opus-5' };

it.each<[string, JsonObject, RegExp]>([
  ['no model', {}, /models/],
  ['an empty list', { models: [] }, /models/],
  ['an unknown provider', { models: [{ provider: 'nobody', model: 'x' }] }, /models\.0\.provider/],
  ['a model twice', { models: [claude, claude] }, /named twice/],
  ['an unknown option', { models: [claude], temperatur: 1 }, /temperatur/],
  ['an address behind the meter', { models: [{ ...claude, address: 'http://x.test' }] }, /environment/],
  [
    'a compatible one at no address',
    { models: [{ provider: 'openai-compatible', model: 'x', metered: false }] },
    /needs an address/,
  ],
  [
    'a script for an address',
    { models: [{ ...claude, metered: false, address: 'javascript:1' }] },
    /address/,
  ],
])('%s is refused, naming the field', (_, options, message) => {
  expect(() => llmOptions(options)).toThrow(/^FULCRUM_E_TASK_INVALID/);
  expect(() => llmOptions(options)).toThrow(message);
});
