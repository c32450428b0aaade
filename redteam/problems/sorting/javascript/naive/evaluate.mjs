import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

const { cases } = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8'));

export function evaluate({ sort }) {
  const right = cases.filter(({ input, expected }) => isDeepStrictEqual(sort(input), expected)).length;
  return { score: right / cases.length, accepted: right === cases.length };
}
