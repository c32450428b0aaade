import { expect, test } from 'vitest';
import type { ProposalOutcome } from '../../kernel/contracts/strategy.ts';
import { operatorPreference, rewardOperators, type BanditState } from './bandit.ts';

const outcome = (operator: string, decision: 'keep' | 'discard', proposer = 'mutation'): ProposalOutcome => ({
  kind: 'decided',
  number: 1,
  decision,
  reason: null,
  scored: {
    candidate: {
      number: 1,
      tree: '',
      parents: [0],
      size: 1,
      provenance: { proposer, operator, summary: '' },
    },
    score: 1,
    metrics: {},
  },
});

test('an operator whose candidates are kept is drawn more, one whose never are less, an untried one by its weight', () => {
  let state: BanditState = {};
  for (let count = 0; count < 200; count += 1) {
    state = rewardOperators(state, outcome('good', count % 2 === 0 ? 'keep' : 'discard'));
    state = rewardOperators(state, outcome('bad', 'discard'));
  }
  expect(operatorPreference(state, 'good')).toBeGreaterThan(operatorPreference(state, 'new'));
  expect(operatorPreference(state, 'bad')).toBeLessThan(operatorPreference(state, 'new'));
  expect(operatorPreference(state, 'new')).toBe(1);
});

test('every operator of a proposal is counted once, other proposers are not', () => {
  const state = rewardOperators({}, outcome('a + b + a', 'keep'));
  expect(state).toEqual({ a: { kept: 1, tried: 1 }, b: { kept: 1, tried: 1 } });
  expect(rewardOperators(state, outcome('a', 'keep', 'llm'))).toBe(state);
});
