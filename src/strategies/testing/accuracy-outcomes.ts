import type { ProposalOutcome, Scored } from '../../kernel/contracts/strategy.ts';
import type { Objective } from '../../kernel/objective.ts';
import { decided, scoredWith, UP } from './outcomes.ts';

/** What a candidate reached on each instance. */
type Instances = { readonly [name: string]: number };

/** An accuracy, unless the test says otherwise. */
export function objectiveWith(fields: Partial<Objective> = {}): Objective {
  return { ...UP, metric: 'score', ...fields };
}

export function baselineAt(score: number | null, instances: Instances = {}): Scored {
  return scoredWith({ number: 0 }, score, metricsOf(instances));
}

export function decidedWith(
  number: number,
  score: number | null,
  parents: readonly number[] = [0],
  instances: Instances = {},
): ProposalOutcome {
  const metrics = score === null ? {} : metricsOf(instances);
  return decided({ number, parents }, score, score === null ? 'crash' : 'discard', metrics);
}

/** The turn `turn` was spent on the candidate `number`. */
export function measuredWith(
  turn: number,
  number: number,
  score: number,
  instances: Instances,
): ProposalOutcome {
  return { kind: 'measured', number: turn, scored: scoredWith({ number }, score, metricsOf(instances)) };
}

function metricsOf(instances: Instances): Scored['metrics'] {
  const figures = Object.entries(instances).map(([name, value]) => [`score/${name}`, value]);
  return figures.length === 0 ? {} : { visible: Object.fromEntries(figures) };
}
