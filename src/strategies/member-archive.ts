import type { DecidedOutcome, ProposalOutcome, Strategy } from '../kernel/contracts/strategy.ts';
import { passed, recordOf, type CandidateRecord } from './ranking.ts';
import type { UnitScale } from './unit-scale.ts';
import { createScale, toUnit } from './unit-scale.ts';
import { drawWeighted } from './weighted-draw.ts';

/** A candidate in an archive. */
export type Member = {
  readonly candidate: CandidateRecord;
  /** From 0 to 1. */
  readonly score: number;
  /** Candidates made from it first of all parents. */
  readonly children: number;
};

export type MemberArchive = {
  readonly scale: UnitScale;
  readonly baseline: Member;
  /** Oldest first; never empty. */
  readonly members: readonly Member[];
  /** The greatest number whose outcome is known: a decision on an earlier one is taken again. */
  readonly latest: number;
};

export interface MemberArchiveRules {
  readonly id: string;
  readonly scale: UnitScale | undefined;
  /** Members at most: of more, the one with the least weight is forgotten, the newest among equals. */
  readonly size: number;
  /** How likely each is to be a parent, up to a common factor. */
  readonly weigh: (members: readonly Member[]) => readonly number[];
  /** Which of those that pass become members. */
  readonly admits: (score: number, baselineScore: number) => boolean;
  /** What counts as a child: members, or every proposal, whatever became of it. */
  readonly children: 'members' | 'proposals';
}

/** A strategy that keeps what passes and draws the parent of each proposal from all of it, with replacement. */
export function createMemberArchive(rules: MemberArchiveRules): Strategy<MemberArchive> {
  return {
    id: rules.id,
    start: (first, objective) => {
      const scale = createScale(rules.scale, first, objective);
      const score = first.score === null ? 0 : toUnit(scale, first.score);
      const baseline = { candidate: recordOf(first.candidate), score, children: 0 };
      return { scale, baseline, members: [baseline], latest: 0 };
    },
    select: ({ members }, _, random) => {
      const drawn = members[drawWeighted(rules.weigh(members), random)]!;
      return { kind: 'propose', parents: [drawn.candidate], intent: 'vary' };
    },
    observe: (state, outcome) => {
      const latest = Math.max(state.latest, outcome.number);
      return { ...learn(state, outcome, rules), latest };
    },
  };
}

function learn(state: MemberArchive, outcome: ProposalOutcome, rules: MemberArchiveRules): MemberArchive {
  switch (outcome.kind) {
    case 'decided':
      return admit(forget(state, outcome, rules), outcome, rules);
    case 'refused': {
      const [parent] = outcome.parents ?? [];
      const counts = rules.children === 'proposals';
      return counts ? { ...state, members: countChild(state.members, parent, 1) } : state;
    }
    case 'measured':
      return state;
  }
}

function admit(state: MemberArchive, outcome: DecidedOutcome, rules: MemberArchiveRules): MemberArchive {
  const reached = passed(outcome);
  const score = reached === null ? null : toUnit(state.scale, reached.score);
  const isMember = score !== null && rules.admits(score, state.baseline.score);
  const counts = isMember || rules.children === 'proposals';
  const parents = counts ? countChild(state.members, parentOf(outcome), 1) : state.members;
  if (!isMember) return { ...state, members: parents };
  const members = [...parents, { candidate: reached!.candidate, score, children: 0 }];
  if (members.length <= rules.size) return { ...state, members };
  const weights = rules.weigh(members);
  return { ...state, members: members.toSpliced(weights.lastIndexOf(Math.min(...weights)), 1) };
}

/** The archive as it was before a candidate that is judged again. */
function forget(
  state: MemberArchive,
  outcome: DecidedOutcome,
  { children }: MemberArchiveRules,
): MemberArchive {
  const rest = state.members.filter(({ candidate }) => candidate.number !== outcome.number);
  const wasMember = rest.length < state.members.length;
  const wasCounted = wasMember || (children === 'proposals' && outcome.number <= state.latest);
  const parents = wasCounted ? countChild(rest, parentOf(outcome), -1) : rest;
  return { ...state, members: parents.length === 0 ? [state.baseline] : parents };
}

function parentOf({ scored }: DecidedOutcome): number | undefined {
  return scored.candidate.parents[0];
}

function countChild(members: readonly Member[], parent: number | undefined, by: 1 | -1): readonly Member[] {
  return members.map((member) =>
    member.candidate.number === parent ? { ...member, children: Math.max(0, member.children + by) } : member,
  );
}
