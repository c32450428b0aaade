import type {
  AcceptanceRule,
  AcceptanceStep,
  Contender,
  Evidence,
  Judgement,
} from '../../kernel/contracts/acceptance.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { Task } from '../../kernel/task.ts';
import { candidateWith, checkWith, OBJECTIVE, taskWith, verdictWith } from '../../kernel/testing/fixtures.ts';
import type { Verdict } from '../../kernel/verdict.ts';

type JudgeStep = Extract<AcceptanceStep, { kind: 'judge' }>;
export type Ordered = JudgeStep['orders'][number];

/** A stand-in for the judge: what one contender is said to measure on inputs of this label. */
export type Answer = (order: Ordered) => Partial<Verdict>;

export const NUMBERS = { candidate: 7, incumbent: 3, baseline: 0 } as const;

/** A task whose one objective, `cost` on `train`, is minimized, under this rule. */
export function ruledTask(acceptance: Partial<Task['acceptance']>, fields: Partial<Task> = {}): Task {
  const statistics = {
    alpha: 0.05,
    screenPairs: 20,
    screenThreshold: 4,
    maximumPairs: null,
    remeasureEvery: 0,
  };
  return taskWith({
    objectives: [OBJECTIVE],
    ...fields,
    acceptance: { rule: 'two-stage', minimumGain: 0, simplicity: false, statistics, ...acceptance },
  });
}

/** A verdict with these metrics of `train`, and of the held-out slice `unseen` where those are given. */
export function measured(
  metrics: { readonly [metric: string]: number },
  unseen?: { readonly [metric: string]: number },
): Partial<Verdict> {
  const held =
    unseen === undefined ? [] : [checkWith({ slice: 'unseen', visibility: 'held-out', metrics: unseen })];
  return { checks: [checkWith({ metrics }), ...held] };
}

export interface Taken {
  readonly decision: Decision;
  /** In the order they were asked for. */
  readonly orders: readonly Ordered[];
  readonly steps: readonly JudgeStep[];
  readonly judgements: readonly Judgement[];
}

/** Gives the rule what it asks for until it decides, as the loop does. */
export function takeDecision(rule: AcceptanceRule, answer: Answer, fields: Partial<Evidence> = {}): Taken {
  const judged = (whom: Contender) => {
    const candidate = candidateWith({ number: NUMBERS[whom] });
    const verdict = verdictWith(measured({ cost: 10 }));
    return { candidate, screened: verdict, fresh: verdict };
  };
  const evidence = {
    candidate: candidateWith({ number: NUMBERS.candidate }),
    screenable: false,
    baseline: judged('baseline'),
    incumbent: judged('incumbent'),
    history: { confirmations: 0, confirmed: 0 },
    repeats: null,
    ...fields,
  };
  const numbers = { ...NUMBERS, incumbent: evidence.incumbent.candidate.number };
  const [judgements, steps]: [Judgement[], JudgeStep[]] = [[], []];
  while (steps.length < 1000) {
    const step = rule.next({ ...evidence, judgements });
    if (step.kind === 'decide') {
      return { decision: step.decision, orders: steps.flatMap(({ orders }) => orders), steps, judgements };
    }
    steps.push(step);
    for (const order of step.orders) {
      const { mode, inputs, whom } = order;
      judgements.push({ judged: numbers[whom], verdict: verdictWith({ mode, inputs, ...answer(order) }) });
    }
  }
  throw new Error('no decision after 1000 steps');
}
