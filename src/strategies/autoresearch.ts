import { z } from 'zod';
import type { ProposalOutcome, Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import { foldKeptLine, type KeptLine } from './kept-line.ts';
import { parseOptions } from './options.ts';
import { recordOf, type CandidateRecord } from './ranking.ts';

const schema = z.strictObject({
  repairs: z.int().min(0).max(100).default(3),
  focus: z.array(z.string().min(1)).min(1).optional(),
});

type AutoresearchOptions = z.infer<typeof schema>;

/** A candidate that does not pass, and how many attempts to repair it have failed. */
type Broken = { readonly candidate: CandidateRecord; readonly attempts: number };

export type AutoresearchState = { readonly kept: KeptLine; readonly broken: Broken | null };

/**
 * Keep or revert: every proposal changes the incumbent, and the decision alone moves it. A candidate that does not pass
 * is repaired up to `repairs` times, then given up. `focus` names the one file that may be edited.
 *
 * After karpathy/autoresearch @228791f, program.md: one file, a branch that advances when the metric improved and is
 * reset when it did not, a few attempts at a crash ("a few" is 3 here), among equals the simpler one (the acceptance
 * rule's `simplicity`). Its five minutes of wall time for each experiment are a budget of work in the task, which the
 * oracle counts, and its rule for keeping, any lower number, is whatever acceptance rule the task names.
 */
export function createAutoresearchStrategy(source: JsonObject): Strategy<AutoresearchState> {
  const options = parseOptions(schema, source, 'autoresearch');
  const focus = options.focus === undefined ? {} : { focus: options.focus };
  return {
    id: 'autoresearch',
    start: (baseline) => {
      const candidate = recordOf(baseline.candidate);
      const broken = baseline.score === null && options.repairs > 0 ? { candidate, attempts: 0 } : null;
      return { kept: [candidate], broken };
    },
    select: ({ kept, broken }) =>
      broken === null
        ? { kind: 'propose', parents: [kept[0]], intent: 'vary', ...focus }
        : { kind: 'propose', parents: [broken.candidate], intent: 'repair', ...focus },
    observe: (state, outcome) => ({
      kept: foldKeptLine(state.kept, outcome),
      broken: nextBroken(state, outcome, options),
    }),
  };
}

/** What is to be repaired after one more outcome: the latest failure of one line, until it passes or is given up. */
function nextBroken(
  { kept, broken }: AutoresearchState,
  outcome: ProposalOutcome,
  { repairs }: AutoresearchOptions,
): Broken | null {
  switch (outcome.kind) {
    case 'measured':
      return broken;
    case 'refused':
      // A proposer that has no answer must not hold the run up.
      return broken !== null && outcome.parents?.[0] === broken.candidate.number
        ? fail(broken, broken.candidate, repairs)
        : broken;
    case 'decided': {
      const candidate = recordOf(outcome.scored.candidate);
      const passes = outcome.scored.score !== null;
      if (broken === null) {
        const isOfIncumbent = candidate.parents[0] === kept[0].number;
        return !passes && isOfIncumbent && repairs > 0 ? { candidate, attempts: 0 } : null;
      }
      if (outcome.number === broken.candidate.number) return passes ? null : broken;
      if (candidate.parents[0] !== broken.candidate.number) return broken;
      return passes ? null : fail(broken, candidate, repairs);
    }
  }
}

/** One more attempt in vain: the next one starts from `candidate`, unless it was the last. */
function fail({ attempts }: Broken, candidate: CandidateRecord, repairs: number): Broken | null {
  return attempts + 1 >= repairs ? null : { candidate, attempts: attempts + 1 };
}
