import { expect, test } from 'vitest';
import type { ModelWork } from '../kernel/candidate.ts';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import type { DecisionKind } from '../kernel/decision.ts';
import type { RunEvent } from '../kernel/event.ts';
import { candidateWith, checkWith, decisionWith, taskWith, verdictWith } from '../kernel/testing/fixtures.ts';
import { tellingOutcomes } from './telling-outcomes.ts';

const MODEL: ModelWork = {
  name: 'a/b',
  turns: 1,
  promptDigest: '',
  answerDigest: null,
  inputTokens: null,
  outputTokens: null,
  money: null,
  taint: [],
};

const passed = verdictWith({ checks: [checkWith({ metrics: { cost: 5 } })] });
const failed = verdictWith({ status: 'fail', checks: [checkWith({ status: 'fail', reason: 'too slow' })] });

const OPENING: readonly RunEvent[] = [
  {
    type: 'run-started',
    format: 1,
    version: 'test',
    task: taskWith({}),
    taskHash: '',
    baseline: candidateWith({ number: 0 }),
    oracleSeedCommitment: '',
  },
  { type: 'baseline-judged', screened: passed, fresh: passed },
];

function decided(number: number, kind: DecisionKind, verdict = passed, byModel = true): readonly RunEvent[] {
  const provenance = { proposer: 'llm', operator: '', summary: '', ...(byModel ? { model: MODEL } : {}) };
  return [
    { type: 'candidate-proposed', candidate: candidateWith({ number, provenance }) },
    { type: 'candidate-judged', number, judged: number, verdict },
    { type: 'candidate-decided', number, decision: decisionWith(kind) },
  ];
}

function numbersTold(most: number, ...stories: readonly (readonly RunEvent[])[]): readonly number[] {
  const entries = [...OPENING, ...stories.flat()].map((event) => ({ event, at: '' }) as StoredEntry);
  return tellingOutcomes({ entries: () => entries }, most).map(({ outcome }) => outcome.number);
}

test('what was kept comes first, then what failed for a reason, the last of each first, and no more than wanted', () => {
  const stories = [
    decided(1, 'keep'),
    decided(2, 'discard', failed),
    decided(3, 'keep'),
    decided(4, 'discard', failed),
    decided(5, 'discard'),
    decided(6, 'keep', passed, false),
  ];
  expect(numbersTold(9, ...stories)).toEqual([3, 1, 4, 2]);
  expect(numbersTold(3, ...stories)).toEqual([3, 1, 4]);
  expect(numbersTold(1, ...stories)).toEqual([3]);
});

test('a decision that was taken again counts as it came out', () => {
  const [proposed, ...rest] = decided(1, 'discard', failed);
  const { candidate } = proposed as Extract<RunEvent, { type: 'candidate-proposed' }>;
  const reopened: RunEvent = { type: 'candidate-reopened', number: 1, candidate, previous: 'keep' };
  expect(numbersTold(9, decided(1, 'keep'), decided(2, 'keep'), [reopened, ...rest])).toEqual([2, 1]);
  const forNothing = decided(1, 'discard').slice(1);
  expect(numbersTold(9, decided(1, 'keep'), [reopened, ...forNothing])).toEqual([]);
});
