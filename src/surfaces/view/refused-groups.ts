import type { Rejection, RejectionLabel } from '../../report/history.ts';
import type { TallyGroup } from '../../report/tally.ts';
import type { RefusedGroup } from './protocol.ts';
import type { RunFold } from './run-fold.ts';

/** What was not kept, by class: attempts to cheat first, then what never became a candidate, then what fell short. */
export function refusedGroups(fold: RunFold): readonly RefusedGroup[] {
  const rejections = fold.rejections().groups.map(rejectedGroup);
  const refusals = fold.refusals().groups.map(({ label, count, examples }): RefusedGroup => ({
    label,
    kind: 'refusal',
    count,
    examples: examples.map(({ number, provenance, detail }) => {
      return { number, summary: provenance?.summary ?? '', reason: detail };
    }),
  }));
  const isCheating = ({ kind }: RefusedGroup): boolean => kind === 'cheating';
  return [...rejections.filter(isCheating), ...refusals, ...rejections.filter((group) => !isCheating(group))];
}

/** `refused` by the oracle is what broke the rules of its channel: it answered unasked, for others, or too much. */
function rejectedGroup({ label, count, examples }: TallyGroup<RejectionLabel, Rejection>): RefusedGroup {
  const { outcome, status, where } = label;
  return {
    label: `${status === 'pass' ? outcome : status}: ${where}`,
    kind: status === 'refused' ? 'cheating' : 'rejection',
    count,
    examples: examples.map(({ number, provenance, reason }) => {
      return { number, summary: provenance.summary, reason };
    }),
  };
}
