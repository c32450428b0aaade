import type { Evidence } from '../kernel/contracts/acceptance.ts';
import type { Verdict } from '../kernel/verdict.ts';

/** The latest verdict on a candidate with inputs of this label, in this mode where one is named; null without one. */
export function findVerdict(
  { judgements }: Pick<Evidence, 'judgements'>,
  number: number,
  inputs: string,
  mode?: Verdict['mode'],
): Verdict | null {
  const found = judgements.findLast(
    ({ judged, verdict }) =>
      judged === number && verdict.inputs === inputs && (mode ?? verdict.mode) === verdict.mode,
  );
  return found?.verdict ?? null;
}
