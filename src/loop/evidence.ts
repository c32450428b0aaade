import type { Candidate } from '../kernel/candidate.ts';
import type { Evidence, Judgement } from '../kernel/contracts/acceptance.ts';
import type { RunState } from '../kernel/run-state.ts';

/** What the acceptance rule looks at for one candidate, in a run whose baseline was judged. */
export function evidenceOn(
  candidate: Candidate,
  { baseline, incumbent, confirmations, noise }: RunState,
  screenable: boolean,
  judgements: readonly Judgement[],
): Evidence {
  const history = { confirmations: confirmations.made, confirmed: confirmations.kept };
  return {
    candidate,
    screenable,
    baseline: baseline!,
    incumbent: incumbent!,
    judgements,
    history,
    repeats: noise?.repeats ?? null,
  };
}
