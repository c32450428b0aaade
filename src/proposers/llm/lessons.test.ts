import { expect, it } from 'vitest';
import type { Provenance } from '../../kernel/candidate.ts';
import type { ProposalOutcome } from '../../kernel/contracts/strategy.ts';
import { candidateWith } from '../../kernel/testing/fixtures.ts';
import type { Lesson } from './lessons.ts';
import { learn } from './lessons.ts';
import { lessonSection } from './prompt/sections.ts';

const provenance: Provenance = { proposer: 'llm', operator: '', summary: 'unroll the loop' };

function decided(number: number, proposer = 'llm'): ProposalOutcome {
  const candidate = candidateWith({ number, provenance: { ...provenance, proposer } });
  return {
    kind: 'decided',
    number,
    decision: 'discard',
    scored: { candidate, score: 3, metrics: {} },
    reason: '7 is not sorted',
  };
}

const duplicate: ProposalOutcome = {
  kind: 'refused',
  number: 2,
  provenance,
  refusal: 'duplicate',
  detail: 'equals candidate 1',
};

const learned = (...outcomes: readonly ProposalOutcome[]): readonly Lesson[] =>
  outcomes.reduce<readonly Lesson[]>((lessons, outcome) => learn(lessons, outcome), []);

it('a lesson says why, whether it was judged or not', () => {
  expect(lessonSection(learned(decided(1), duplicate))?.blocks[0]!.text).toBe(
    [
      '1: discard, score 3: unroll the loop (7 is not sorted)',
      '2: not judged, it was there already: unroll the loop (equals candidate 1)',
    ].join('\n'),
  );
});

it('learns from its own proposals alone, the last twelve, each once', () => {
  expect(learned(decided(1, 'mutation'), { ...duplicate, provenance: null })).toEqual([]);
  const many = Array.from({ length: 20 }, (_, index) => decided(index + 1));
  expect(learned(...many).map(({ number }) => number)).toEqual([
    9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
  ]);
  expect(learned(decided(1), decided(2), decided(1)).map(({ number }) => number)).toEqual([2, 1]);
});
