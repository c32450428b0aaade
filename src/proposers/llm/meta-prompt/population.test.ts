import { describe, expect, it } from 'vitest';
import type { PromptUse } from '../../../kernel/candidate.ts';
import type { ProposalOutcome } from '../../../kernel/contracts/strategy.ts';
import { decidedWith, refusedWith } from '../testing/outcomes.ts';
import type { PromptPopulation } from './population.ts';
import { observePrompt, promisesOf } from './population.ts';

const FIRST: PromptPopulation = [{ digest: 'a', tried: 0, kept: 0 }];
const use = (digest: string, rewrittenFrom: readonly string[] = []): { readonly prompt: PromptUse } => {
  return { prompt: { digest, rewrittenFrom, fault: null } };
};
const fold = (outcomes: readonly ProposalOutcome[], most = 3, from = FIRST): PromptPopulation =>
  outcomes.reduce((population, outcome) => observePrompt(population, outcome, most), from);

describe('a population of instructions', () => {
  it('counts what came of each, refusals too', () => {
    const outcomes = [
      decidedWith(1, 'keep', use('a')),
      decidedWith(2, 'discard', use('a')),
      refusedWith(3, use('a')),
    ];
    expect(fold(outcomes)).toEqual([{ digest: 'a', tried: 3, kept: 1 }]);
  });

  it('takes in what was rewritten from its own, with its first outcome', () => {
    const outcomes = [decidedWith(1, 'keep', use('b', ['a'])), decidedWith(2, 'discard', use('b'))];
    expect(fold(outcomes)).toEqual([
      { digest: 'a', tried: 0, kept: 0 },
      { digest: 'b', tried: 2, kept: 1 },
    ]);
  });

  it('does not take in those of others, nor outcomes without instructions', () => {
    const outcomes = [
      decidedWith(1, 'keep', use('z', ['y'])),
      decidedWith(2, 'keep', use('b', ['a']), 'agent'),
      decidedWith(3, 'keep', {}),
      decidedWith(4, 'keep', use('gone')),
    ];
    expect(fold(outcomes)).toEqual(FIRST);
  });

  it('of too many loses the one that promises least, and never all of them', () => {
    const full: PromptPopulation = [
      { digest: 'a', tried: 10, kept: 4 },
      { digest: 'b', tried: 10, kept: 0 },
      { digest: 'c', tried: 10, kept: 2 },
    ];
    const digests = fold([decidedWith(31, 'discard', use('d', ['a']))], 3, full).map(({ digest }) => digest);
    expect(digests).toEqual(['a', 'c', 'd']);
  });

  it('new instructions do not drive out what has proved itself', () => {
    // With a uniform prior 9/42, 10/42 and 1/3 would be expected of them, and the first would leave.
    const full: PromptPopulation = [
      { digest: 'a', tried: 40, kept: 8 },
      { digest: 'b', tried: 40, kept: 9 },
    ];
    const after = fold([decidedWith(81, 'discard', use('c', ['b']))], 2, full);
    expect(after.map(({ digest }) => digest)).toEqual(['a', 'b']);
  });

  it('the promise is the mean of a beta distribution, by hand', () => {
    // The share of all is (3 + 1) / (10 + 2) = 1/3; weighed as 4 proposals: (3 + 4/3) / 12 and (0 + 4/3) / 6.
    const [one, other] = promisesOf([
      { digest: 'a', tried: 8, kept: 3 },
      { digest: 'b', tried: 2, kept: 0 },
    ]);
    expect(one).toBeCloseTo(13 / 36, 12);
    expect(other).toBeCloseTo(2 / 9, 12);
  });
});
