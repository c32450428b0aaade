import { expect, test } from 'vitest';
import type { Proposer } from '../kernel/contracts/proposer.ts';
import type { ProposalOutcome, Strategy } from '../kernel/contracts/strategy.ts';
import { LONGEST_OUTCOME_REASON } from '../kernel/contracts/strategy.ts';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import { emptyRunState, foldRun } from '../kernel/run-state.ts';
import { candidateWith, checkWith, decisionWith, taskWith, verdictWith } from '../kernel/testing/fixtures.ts';
import { createSearch } from './search.ts';

/** What a proposer learns of events that follow a judged baseline. */
function learnedFrom(...events: readonly RunEvent[]): readonly ProposalOutcome[] {
  const task = taskWith({ pipeline: 1 });
  const learned: ProposalOutcome[] = [];
  const proposer = {
    start: () => null,
    observe: (state, outcome) => {
      learned.push(outcome);
      return state;
    },
  } as Pick<Proposer, 'start' | 'observe'> as Proposer;
  const strategy = { start: () => null, observe: () => null } as Partial<Strategy> as Strategy;
  const search = createSearch({ task, strategy, proposers: [proposer] });
  const passed = verdictWith({ checks: [checkWith({ metrics: { cost: 5 } })] });
  const started = { task, taskHash: '', baseline: candidateWith({ number: 0 }), oracleSeedCommitment: '' };
  const opening: readonly RunEvent[] = [
    { type: 'run-started', format: 1, version: 'test', ...started },
    { type: 'baseline-judged', screened: passed, fresh: passed },
  ];
  let state = emptyRunState;
  for (const event of [...opening, ...events]) {
    const before = state;
    state = foldRun(before, event);
    search.observe({ event } as StoredEntry, before, state);
  }
  return learned;
}

test('a refusal is learned with its kind and its reason, cut to what is always remembered', () => {
  const detail = 'x'.repeat(5000);
  const refused = { number: 1, kind: 'protected-path', detail, parents: [0], provenance: null } as const;
  const [outcome] = learnedFrom({ type: 'proposal-refused', ...refused, duplicateOf: null });
  expect(outcome).toMatchObject({ kind: 'refused', refusal: 'protected-path' });
  expect((outcome as { detail: string }).detail).toHaveLength(LONGEST_OUTCOME_REASON);
});

test('a refused duplicate is learned with what it was made from and what it equals, any other without', () => {
  const refused = { number: 5, kind: 'duplicate', detail: '', parents: [4, 2], provenance: null } as const;
  const outcomes = learnedFrom(
    { type: 'proposal-refused', ...refused, duplicateOf: 0 },
    { type: 'proposal-refused', ...refused, kind: 'no-change', duplicateOf: null },
  );
  expect(outcomes).toMatchObject([{ parents: [4, 2], duplicateOf: 0 }, { parents: [4, 2] }]);
  expect(outcomes[1]).not.toHaveProperty('duplicateOf');
});

test('a decision is learned with what the visible checks say, and nothing of the held-out ones', () => {
  const seen = checkWith({ status: 'fail', reason: '7 is not sorted' });
  const hidden = checkWith({ visibility: 'held-out', status: 'fail', reason: 'secret figure' });
  const judged = (inputs: string, check: typeof seen): RunEvent => {
    const verdict = verdictWith({ inputs, status: 'fail', checks: [check] });
    return { type: 'candidate-judged', number: 1, judged: 1, verdict };
  };
  const decision = { ...decisionWith('discard'), reason: 'secret figure' };
  const proposed: RunEvent = { type: 'candidate-proposed', candidate: candidateWith({ number: 1 }) };
  const decided: RunEvent = { type: 'candidate-decided', number: 1, decision };
  const reasonAfter = (...events: readonly RunEvent[]): unknown =>
    (learnedFrom(proposed, ...events, decided)[0] as { reason: string | null }).reason;
  expect(reasonAfter(judged('screening', seen), judged('fresh', hidden))).toBe('7 is not sorted');
  expect(reasonAfter(judged('screening', hidden), judged('fresh', seen))).toBeNull();
});

test('a measurement is learned with its score on its own inputs, and leaves earlier ones as they were', () => {
  const candidate = candidateWith({ number: 0 });
  const verdict = verdictWith({ inputs: 'measure-1', checks: [checkWith({ metrics: { cost: 7 } })] });
  const measured: RunEvent = { type: 'candidate-measured', number: 1, candidate, verdict };
  const { slice } = checkWith({});
  expect(learnedFrom(measured)).toEqual([
    { kind: 'measured', number: 1, scored: { candidate, score: 7, metrics: { [slice]: { cost: 7 } } } },
  ]);
  const failed = { ...measured, verdict: verdictWith({ ...verdict, status: 'fail' }) };
  expect(learnedFrom(failed)).toMatchObject([{ scored: { score: null } }]);
});
