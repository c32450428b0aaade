import type { Candidate } from '../../kernel/candidate.ts';
import type { ProposalOutcome, Scored } from '../../kernel/contracts/strategy.ts';
import type { DecisionKind } from '../../kernel/decision.ts';
import type { Objective } from '../../kernel/objective.ts';

const objective = { metric: 'excess', slice: 'visible', unit: '', target: null, required: null } as const;

/** Less is better. */
export const DOWN: Objective = { ...objective, direction: 'minimize' };

/** More is better. */
export const UP: Objective = { ...objective, direction: 'maximize' };

type Fields = Partial<Candidate> & Pick<Candidate, 'number'>;

/** A candidate with its visible score; made from the baseline, unless the test says otherwise. */
export function scoredWith(
  { number, ...fields }: Fields,
  score: number | null,
  metrics: Scored['metrics'] = {},
): Scored {
  const candidate: Candidate = {
    number,
    tree: `tree ${number}`,
    parents: number === 0 ? [] : [0],
    size: 10,
    provenance: { proposer: 'mutation', operator: 'negate', summary: 'a → -a' },
    ...fields,
  };
  return { candidate, score, metrics };
}

export function decided(
  fields: Fields,
  score: number | null,
  decision: DecisionKind = 'discard',
  metrics: Scored['metrics'] = {},
): ProposalOutcome {
  const scored = scoredWith(fields, score, metrics);
  return { kind: 'decided', number: fields.number, scored, decision, reason: null };
}

export function refused(number: number, parents: readonly number[] = [0]): ProposalOutcome {
  return { kind: 'refused', number, provenance: null, refusal: 'no-change', detail: '', parents };
}

/** One more look at an earlier candidate, in a turn of its own. */
export function measured(turn: number, number: number, score: number | null): ProposalOutcome {
  return { kind: 'measured', number: turn, scored: scoredWith({ number }, score) };
}
