import * as fc from 'fast-check';
import type { Random } from '../../kernel/random.ts';
import { createRandom } from '../../kernel/random.ts';
import type { Arguments, DrawnInput } from './inputs.ts';

/**
 * One value of an arbitrary of fast-check, made of the oracle's own cryptographic stream: fast-check's generators can be
 * reversed from what they gave, so that a candidate would know what it will be asked next.
 */
export function drawFrom(arbitrary: fc.Arbitrary<Arguments>, random: Random): DrawnInput {
  const words = wordSource(random);
  const bias = random.chance(EDGE_CASES) ? 2 + random.below(4) : undefined;
  const drawn = arbitrary.generate(new fc.Random(wordsFrom(words, 0)), bias);
  words.seal();
  return withSimpler(arbitrary, drawn);
}

/** How often edge cases (the ends of a range, empty lists) are preferred: fast-check calls it bias. */
const EDGE_CASES = 0.5;

function withSimpler(arbitrary: fc.Arbitrary<Arguments>, drawn: fc.Value<Arguments>): DrawnInput {
  return {
    arguments: drawn.value,
    *simpler() {
      for (const smaller of arbitrary.shrink(drawn.value, drawn.context))
        yield withSimpler(arbitrary, smaller);
    },
  };
}

interface WordSource {
  /** The 32-bit word at this place: the same one each time. */
  readonly at: (position: number) => number;
  /**
   * From now on new words come from a stream of their own: a value kept for later candidates is made simpler in the same
   * way, whatever has been drawn since.
   */
  readonly seal: () => void;
}

function wordSource(random: Random): WordSource {
  const words: number[] = [];
  let source = random;
  const later = createRandom(String(random.next()));
  return {
    at: (position) => {
      while (words.length <= position) words.push((source.next() * 2 ** 32) | 0);
      return words[position]!;
    },
    seal: () => {
      source = later;
    },
  };
}

/** A generator as fast-check takes it. Its copies go through the same words. */
function wordsFrom(words: WordSource, start: number) {
  let position = start;
  const next = (): number => words.at(position++);
  return {
    clone: () => wordsFrom(words, position),
    next,
    jump: () => {
      for (let skipped = 0; skipped < JUMP; skipped += 1) next();
    },
    getState: () => [position],
  };
}

/** As many as fast-check skips itself where a generator cannot jump. */
const JUMP = 42;
