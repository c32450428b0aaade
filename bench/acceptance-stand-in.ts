import type { AcceptanceRule, Evidence, Judgement } from '../src/kernel/contracts/acceptance.ts';
import type { Decision } from '../src/kernel/decision.ts';
import type { CheckResult, Verdict } from '../src/kernel/verdict.ts';

/**
 * A stand-in for the judge: the incumbent measures 0, the candidate what `figureOf` says, better when larger. It judges
 * nothing; it lets the whole rule be driven as the loop does.
 */
export function decideByStandIn(
  rule: AcceptanceRule,
  evidence: Pick<Evidence, 'baseline' | 'incumbent' | 'candidate' | 'history'>,
  figureOf: (inputs: string) => number,
): { readonly decision: Decision; readonly judged: number } {
  const judgements: Judgement[] = [];
  for (;;) {
    const step = rule.next({ ...evidence, judgements, screenable: false, repeats: null });
    if (step.kind === 'decide') return { decision: step.decision, judged: judgements.length };
    for (const { whom, mode, inputs } of step.orders) {
      const figure = whom === 'candidate' ? figureOf(inputs) : 0;
      const { number } = whom === 'candidate' ? evidence.candidate : evidence[whom].candidate;
      judgements.push({ judged: number, verdict: verdictOn(figure, mode, inputs) });
    }
  }
}

/** A verdict that says nothing but one figure. */
export function verdictOn(figure: number, mode: Verdict['mode'], inputs: string): Verdict {
  const check: CheckResult = {
    check: 'figure',
    slice: 'points',
    visibility: 'visible',
    grade: 'self-reported',
    status: 'pass',
    metrics: { figure },
    reason: null,
    evidence: null,
    questions: 1,
    transcript: '',
  };
  const sandbox = { level: 'none', mechanism: 'stand-in', profile: '' } as const;
  return { status: 'pass', mode, inputs, checks: [check], reason: null, sandbox };
}
