import type { Candidate } from '../../src/kernel/candidate.ts';
import type { Scored, Strategy } from '../../src/kernel/contracts/strategy.ts';
import type { Json } from '../../src/kernel/json.ts';

/** What a measuring strategy has been told so far. */
export interface MeasuringState {
  readonly baseline: Candidate;
  readonly newest: Candidate;
  readonly measured: readonly { readonly number: number; readonly scored: Scored }[];
}

/** A stand-in strategy: every third turn the baseline is measured, every other third the newest that passed. */
export function measuringStrategy(): Strategy {
  return {
    id: 'measuring',
    start: ({ candidate }) => plain({ baseline: candidate, newest: candidate, measured: [] }),
    select: (state, number) => {
      const { baseline, newest } = stateOf(state);
      if (number % 3 === 0) return { kind: 'measure', candidate: baseline };
      if (number % 3 === 1) return { kind: 'measure', candidate: newest };
      return { kind: 'propose', parents: [newest], intent: 'vary' };
    },
    observe: (state, outcome) => {
      const known = stateOf(state);
      if (outcome.kind === 'measured') {
        const { number, scored } = outcome;
        return plain({ ...known, measured: [...known.measured, { number, scored }] });
      }
      const passed = outcome.kind === 'decided' && outcome.scored.score !== null;
      return plain(passed ? { ...known, newest: outcome.scored.candidate } : known);
    },
  };
}

function stateOf(state: Json): MeasuringState {
  return state as unknown as MeasuringState;
}

function plain(state: MeasuringState): Json {
  return state as unknown as Json;
}
