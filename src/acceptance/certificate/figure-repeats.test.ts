import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../kernel/event.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { emptyRunState } from '../../kernel/run-state.ts';
import { candidateWith, checkWith, taskWith, verdictWith } from '../../kernel/testing/fixtures.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { createRepeatWatch } from './figure-repeats.ts';

const BROKEN = verdictWith({ status: 'fail', checks: [checkWith({ status: 'fail' })] });

function figure(cost: number): Verdict {
  return verdictWith({ checks: [checkWith({ metrics: { cost } })] });
}

/** A run whose winner was screened at this cost. */
function winnerAt(cost: number): RunState {
  const screened = figure(cost);
  const incumbent = { candidate: candidateWith({ number: 1 }), screened, fresh: screened };
  return { ...emptyRunState, task: taskWith({}), incumbent };
}

function screenedAgain(verdict: Verdict): RunEvent {
  const { tree } = candidateWith({ number: 1 });
  return { type: 'confirmation-judged', number: 1, role: 'winner', step: null, tree, verdict };
}

describe('the winner, screened once more', () => {
  test.each<[string, readonly Verdict[], { readonly repeated: number; readonly differing: number }]>([
    ['agrees', [figure(5)], { repeated: 1, differing: 0 }],
    ['comes to another figure', [figure(5), figure(6)], { repeated: 2, differing: 1 }],
    ['comes to none any more', [figure(5), BROKEN], { repeated: 2, differing: 1 }],
    ['is asked something else', [{ ...figure(6), inputs: 'reconfirm-1' }], { repeated: 0, differing: 0 }],
  ])('%s', (_, verdicts, expected) => {
    const watch = createRepeatWatch();
    for (const verdict of verdicts) watch.observe(screenedAgain(verdict), winnerAt(5));
    expect(watch.repeats()).toEqual(expected);
  });
});

test('figures of one decision are compared on the same inputs only, and with those of no other decision', () => {
  const watch = createRepeatWatch();
  const judged = (cost: number, inputs: string): RunEvent => {
    return { type: 'candidate-judged', number: 1, judged: 1, verdict: { ...figure(cost), inputs } };
  };
  const proposed: RunEvent = { type: 'candidate-proposed', candidate: candidateWith({ number: 2 }) };
  const events = [judged(5, 'a'), judged(6, 'b'), judged(5, 'a'), judged(7, 'b'), proposed, judged(9, 'a')];
  for (const event of events) watch.observe(event, winnerAt(5));
  expect(watch.repeats()).toEqual({ repeated: 2, differing: 1 });
});
