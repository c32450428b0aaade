import type { Candidate } from '../kernel/candidate.ts';
import type { Evidence, Judgement } from '../kernel/contracts/acceptance.ts';
import type { RunState } from '../kernel/run-state.ts';

/** What the acceptance rule looks at for one candidate, in a run whose baseline was judged. */
export function evidenceOn(
  candidate: Candidate,
  state: RunState,
  screenable: boolean,
  judgements: readonly Judgement[],
): Evidence {
  const [baseline, incumbent] = [state.baseline!, state.incumbent!];
  return { candidate, screenable, baseline, incumbent, judgements, ...spentOf(state) };
}

/** What rules that answer for a whole run know of it. */
export function spentOf({ confirmations, noise }: RunState): Pick<Evidence, 'history' | 'repeats'> {
  const history = { confirmations: confirmations.made, confirmed: confirmations.kept };
  return { history, repeats: noise?.repeats ?? null };
}
