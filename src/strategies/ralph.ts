import { z } from 'zod';
import type { Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import { foldKeptLine, type KeptLine } from './kept-line.ts';
import { parseOptions } from './options.ts';
import { recordOf, type CandidateRecord } from './ranking.ts';

const schema = z.strictObject({ from: z.enum(['incumbent', 'last', 'baseline']).default('incumbent') });

export type RalphState = {
  readonly kept: KeptLine;
  readonly baselinePasses: boolean;
  /** The latest candidate, whatever became of it. */
  readonly last: { readonly candidate: CandidateRecord; readonly passes: boolean };
};

/**
 * The same request again and again, with no memory between attempts: one parent, no mates. After the Ralph loop
 * (anthropics/claude-code, plugins/ralph-wiggum), which feeds an agent the same prompt until it says a promise. Here
 * nothing an attempt says ends anything: the run ends when the oracle finds the target reached, or at its budget.
 *
 * `from: last` works on in what the attempt before left behind, passing or not, as the source does; `incumbent`
 * (default) in the best that was kept, `baseline` always in the unmodified start. A parent that does not pass is to be
 * repaired.
 */
export function createRalphStrategy(source: JsonObject): Strategy<RalphState> {
  const { from } = parseOptions(schema, source, 'ralph');
  return {
    id: 'ralph',
    start: (baseline) => {
      const candidate = recordOf(baseline.candidate);
      const passes = baseline.score !== null;
      return { kept: [candidate], baselinePasses: passes, last: { candidate, passes } };
    },
    select: (state) => {
      const { candidate, passes } = parentOf(state, from);
      return { kind: 'propose', parents: [candidate], intent: passes ? 'vary' : 'repair' };
    },
    observe: (state, outcome) => {
      if (outcome.kind !== 'decided') return state;
      const { candidate, score } = outcome.scored;
      // One that is judged again is no later attempt.
      const isLatest = candidate.number >= state.last.candidate.number;
      const last = isLatest ? { candidate: recordOf(candidate), passes: score !== null } : state.last;
      return { ...state, kept: foldKeptLine(state.kept, outcome), last };
    },
  };
}

function parentOf(
  { kept, baselinePasses, last }: RalphState,
  from: z.infer<typeof schema>['from'],
): RalphState['last'] {
  const baseline = kept.at(-1)!;
  switch (from) {
    case 'last':
      return last;
    case 'incumbent':
      return { candidate: kept[0], passes: kept[0] !== baseline || baselinePasses };
    case 'baseline':
      return { candidate: baseline, passes: baselinePasses };
  }
}
