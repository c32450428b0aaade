import { readFileSync } from 'node:fs';
import type { CheckContext, CheckOutcome } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import { symbolsOf, VOCABULARY } from '../workspace/symbols.ts';
import { bitsPerByte } from './bits-per-byte.ts';

/** Symbols a model may look back at, and predictions asked for. */
const LOOK_BACK = 16;
const PREDICTIONS = 200;

const heldOut = symbolsOf(readFileSync(new URL('../data/held-out.txt', import.meta.url), 'utf8'));
const half = Math.floor(heldOut.length / 2);

/**
 * Lets the candidate train with a seed drawn for these inputs and predict symbols of a passage it does not have. Places are
 * further apart than a model may look back, so that no context holds another's answer. The figure is made here, from the
 * predictions: the candidate claims nothing.
 */
function predicts(passage: readonly number[], positions: number) {
  return async ({ subject, random }: CheckContext): Promise<CheckOutcome> => {
    const stride = Math.floor(passage.length / PREDICTIONS);
    const places = Array.from(
      { length: PREDICTIONS },
      (_, index) => index * stride + LOOK_BACK + random.below(stride - LOOK_BACK),
    );
    const question = {
      seed: random.below(2 ** 31),
      positions,
      contexts: places.map((place) => passage.slice(place - LOOK_BACK, place)),
    };
    const answer = await subject.ask(question);
    if (answer.kind === 'threw') return { status: 'fail', reason: answer.message };
    const truth = places.map((place) => passage[place]!);
    const result = bitsPerByte(answer.value, truth, VOCABULARY);
    if ('fault' in result) return { status: 'fail', reason: result.fault };
    return { status: 'pass', metrics: { bits: result.bits, work: positions / 1000 } };
  };
}

/** Judges trainings that may learn from so many positions each. */
export function trainingOracle(positions: number) {
  return defineOracle({
    checks: [
      {
        name: 'predicts the first half of a scene',
        slice: 'validation',
        visibility: 'visible',
        run: predicts(heldOut.slice(0, half), positions),
      },
      {
        name: 'predicts the second half',
        slice: 'later',
        visibility: 'held-out',
        run: predicts(heldOut.slice(half), positions),
      },
    ],
  });
}
