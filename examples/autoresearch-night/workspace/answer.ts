import { readFileSync } from 'node:fs';
import { symbolsOf, VOCABULARY } from './symbols.ts';
import { train } from './train.ts';

export interface TrainingQuestion {
  /** Of everything random in the training. */
  readonly seed: number;
  /** Positions of the text that may be learned from: the budget of one training. */
  readonly positions: number;
  /** What comes before the symbols to be predicted, as symbols. */
  readonly contexts: readonly (readonly number[])[];
}

const text = symbolsOf(readFileSync(new URL('training.txt', import.meta.url), 'utf8'));

/** Trains once, and predicts the symbol after each context: so many digits as a comparison needs. */
export function answer({ seed, positions, contexts }: TrainingQuestion): readonly (readonly number[])[] {
  const random = seededRandom(seed);
  let left = positions;
  const draw = (): number => {
    left -= 1;
    return left < 0 ? -1 : 8 + Math.floor(random() * (text.length - 8));
  };
  const model = train({ text, vocabulary: VOCABULARY, draw, random });
  return contexts.map((context) => model(context).map((value) => Number(value.toPrecision(5))));
}

/** Mulberry32 (Tommy Ettinger, 2017; public domain). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
