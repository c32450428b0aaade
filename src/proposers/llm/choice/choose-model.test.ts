import { expect, it } from 'vitest';
import type { ProposalOutcome } from '../../../kernel/contracts/strategy.ts';
import { createRandom } from '../../../kernel/random.ts';
import { llmOptions } from '../options.ts';
import { chooseModel } from './choose-model.ts';
import type { ModelRecord, ModelRecords } from './model-record.ts';
import { recordOutcome, relativeCosts, UNTRIED } from './model-record.ts';
import { thompson } from './thompson.ts';
import { upperConfidence } from './upper-confidence.ts';

const arm = (kept: number, tried: number, money = 0): ModelRecord => {
  return { kept, tried, money, priced: money > 0 ? tried : 0 };
};
const random = createRandom('choice');
const DRAWS = 20_000;

it('weights: models are drawn in proportion', () => {
  const options = llmOptions({
    models: [
      { provider: 'anthropic', model: 'one', weight: 3 },
      { provider: 'openai', model: 'two', weight: 1 },
    ],
  });
  const drawn = Array.from({ length: DRAWS }, () => chooseModel(options, {}, random).model);
  // Four standard deviations of a share of 3/4.
  const deviation = 4 * Math.sqrt((0.75 * 0.25) / DRAWS);
  expect(Math.abs(drawn.filter((model) => model === 'one').length / DRAWS - 0.75)).toBeLessThan(deviation);
});

it('UCB1: every arm once, then the largest bound, worked out by hand', () => {
  expect(upperConfidence([arm(9, 9), UNTRIED], [1, 1], random)).toBe(1);
  // 0.5 + 0.305 against 0.25 + 1.524.
  expect(upperConfidence([arm(50, 100), arm(1, 4)], [1, 1], random)).toBe(1);
  // 0.9 + 0.317 against 0.1 + 0.448; at 0.4 of the cost the second is worth 1.369.
  expect(upperConfidence([arm(90, 100), arm(5, 50)], [1, 1], random)).toBe(0);
  expect(upperConfidence([arm(90, 100), arm(5, 50)], [1, 0.4], random)).toBe(1);
});

it('UCB1: the worse arm is tried no more often than theorem 1 of Auer et al. allows', () => {
  const chances = [0.8, 0.3];
  const rounds = 2000;
  const runs = 20;
  let worse = 0;
  for (let run = 0; run < runs; run += 1) {
    const arms = [UNTRIED, UNTRIED];
    for (let round = 0; round < rounds; round += 1) {
      const index = upperConfidence(arms, [1, 1], random);
      const { kept, tried } = arms[index]!;
      arms[index] = arm(kept + Number(random.chance(chances[index]!)), tried + 1);
    }
    worse += arms[1]!.tried / runs;
  }
  expect(worse).toBeLessThan((8 * Math.log(rounds)) / 0.5 ** 2 + 1 + Math.PI ** 2 / 3);
});

it('Thompson: an arm with one success beats one never tried two times out of three', () => {
  // Beta(2, 1) against Beta(1, 1): the integral of 2x * x is 2/3.
  const chosen = Array.from({ length: DRAWS }, () => thompson([UNTRIED, arm(1, 1)], [1, 1], random));
  const share = chosen.filter((index) => index === 1).length / DRAWS;
  expect(Math.abs(share - 2 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / DRAWS));
});

it('costs are relative to the dearest, and count only when every model has one', () => {
  expect(relativeCosts([arm(0, 10, 1), arm(0, 5, 2)])).toEqual([0.25, 1]);
  expect(relativeCosts([arm(0, 10, 1), UNTRIED])).toEqual([1, 1]);
  expect(relativeCosts([arm(0, 10, 1e-9), arm(0, 1, 5)])).toEqual([1e-3, 1]);
});

it('records follow from outcomes: kept, discarded, refused, and nobody else’s', () => {
  const provenance = (proposer: string) => ({
    proposer,
    operator: '',
    summary: '',
    model: {
      name: 'anthropic/one',
      turns: 1,
      promptDigest: '',
      answerDigest: null,
      inputTokens: 1,
      outputTokens: 1,
      money: 0.5,
      taint: [],
    },
  });
  const decided = (decision: 'keep' | 'discard', proposer = 'llm'): ProposalOutcome => {
    const candidate = { number: 1, tree: '', parents: [0], size: 1, provenance: provenance(proposer) };
    return {
      kind: 'decided',
      number: 1,
      decision,
      scored: { candidate, score: 1, metrics: {} },
      reason: null,
    };
  };
  const outcomes: readonly ProposalOutcome[] = [
    decided('keep'),
    decided('discard'),
    decided('keep', 'other'),
    { kind: 'refused', number: 2, provenance: provenance('llm'), refusal: 'duplicate', detail: '' },
    { kind: 'refused', number: 3, provenance: null, refusal: 'nothing-proposed', detail: '' },
  ];
  expect(outcomes.reduce<ModelRecords>(recordOutcome, {})).toEqual({
    'anthropic/one': { tried: 3, kept: 1, money: 1.5, priced: 3 },
  });
});
