import type { Candidate } from '../kernel/candidate.ts';
import type { Excerpt } from './excerpt.ts';
import { excerptOf } from './excerpt.ts';
import type { Ancestor } from './history.ts';
import type { Outcome } from './outcome.ts';
import { shortProvenance } from './rejection.ts';

const STEPS = 40;

/** A visible score with what stands behind it. */
export type Scored = Pick<Ancestor, 'score' | 'scoreGrade'>;

export interface LineageRecorder {
  readonly add: (candidate: Candidate, scored: Scored, outcome: Outcome) => void;
  readonly outcomeOf: (number: number) => Outcome | null;
  /** The way from the baseline's first child to a candidate, each the first parent of the next. */
  readonly to: (number: number) => Excerpt<Ancestor>;
}

/** Remembers one line a candidate, so that any candidate's way can be told. */
export function createLineage(): LineageRecorder {
  const ancestors = new Map<number, Ancestor>();
  return {
    add(candidate, scored, outcome) {
      ancestors.set(candidate.number, {
        number: candidate.number,
        parents: candidate.parents.slice(0, 4),
        provenance: shortProvenance(candidate.provenance),
        ...scored,
        outcome,
      });
    },
    outcomeOf: (number) => ancestors.get(number)?.outcome ?? null,
    to(number) {
      const way: Ancestor[] = [];
      let step = ancestors.get(number);
      while (step !== undefined) {
        way.push(step);
        const parent = step.parents[0];
        // A parent is older than its child: anything else is a forged record and would never end.
        step = parent === undefined || parent >= step.number ? undefined : ancestors.get(parent);
      }
      return excerptOf(way.toReversed(), STEPS);
    },
  };
}
