import type { Condition, Guarantee } from '../../kernel/certificate.ts';
import type { AcceptanceRuleName, AcceptanceSource } from '../../kernel/acceptance-source.ts';

/** What a rule promises, whatever the run came to. */
export type Promised = Pick<Guarantee, 'kind' | 'claim'>;

export function promisedBy(rule: AcceptanceRuleName, alpha: number | null): Promised {
  switch (rule) {
    case 'exact':
      return {
        kind: 'comparison',
        claim:
          'Every keep was better than the incumbent before it, on the inputs all are screened with and on inputs drawn for its decision. No error rate is claimed: figures are compared as they are.',
      };
    case 'two-stage':
    case 'alpha-spending':
    case 'uniform':
      return {
        kind: 'whole-run',
        claim: `With probability ${percent(1 - (alpha ?? 0))} or more, no candidate of the whole run was kept that wins no more pairs than it loses against the incumbent before it.`,
      };
    case 'e-lond':
      return {
        kind: 'false-share',
        claim: `Of all keeps at most ${percent(alpha ?? 0)} are expected to win no more pairs than they lose against the incumbent before them.`,
      };
    case 'per-decision':
      return {
        kind: 'per-decision',
        claim: `Each decision alone keeps a candidate that is no better with probability ${percent(alpha ?? 0)} at most. Nothing is claimed of the run as a whole: with every decision the chance of a false keep grows.`,
      };
    case 'greedy':
      return {
        kind: 'none',
        claim: 'Nothing: whatever scored higher once was kept. The null-record line says what that comes to.',
      };
  }
}

export function guaranteeOf(
  { rule, statistics }: AcceptanceSource,
  alphaSpent: number | null,
  conditions: readonly Condition[],
): Guarantee {
  const alpha = statistics?.alpha ?? null;
  const states = new Set(conditions.filter(({ needed }) => needed).map(({ state }) => state));
  const holds = states.has('not-met') ? 'no' : states.has('unknown') ? 'unknown' : 'yes';
  return { rule, ...promisedBy(rule, alpha), alpha, alphaSpent, holds };
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(4))} %`;
}
