import type { Ablation } from '../../kernel/confirmation.ts';
import type { RunEvent } from '../../kernel/event.ts';
import { noiseText, remeasurementText } from '../../report/noise-text.ts';

/** What an entry says, in a line for people. */
export function entryDetail(event: RunEvent): string {
  switch (event.type) {
    case 'run-started':
      return `${event.task.name}, seed ${event.task.seed}, task ${event.taskHash.slice(0, 10)}`;
    case 'sandbox-proved':
      return `${event.sandbox.mechanism}, level ${event.sandbox.level}, ${event.probes.length} probes`;
    case 'oracle-proved':
      return `${event.probes.length} empty candidates did not pass for good`;
    case 'baseline-judged':
      return event.screened.status;
    case 'repeat-judged':
      return `${event.judged} on ${event.verdict.inputs} ${event.verdict.status}`;
    case 'noise-measured':
      return noiseText(event.noise);
    case 'incumbent-remeasured':
      return remeasurementText(event.remeasured);
    case 'candidate-proposed':
      return `${event.candidate.number} from ${event.candidate.parents.join(', ')}: ${event.candidate.provenance.summary}`;
    case 'proposal-refused':
      return `${event.number} ${event.kind}: ${event.detail}`;
    case 'candidate-judged':
      return `${event.number} ${event.judged === event.number ? '' : `(compared with ${event.judged}) `}${event.verdict.mode} ${event.verdict.status}`;
    case 'candidate-decided':
      return `${event.number} ${event.decision.kind}: ${event.decision.reason}`;
    case 'approval-requested':
      return `${event.number} waits for a person to agree: ${event.decision.reason}`;
    case 'approval-given':
      return `${event.number} ${event.approved ? 'approved' : 'refused'} by ${event.who} after ${event.dwellSeconds} s: ${event.reason}`;
    case 'candidate-measured':
      return `${event.number} measured ${event.candidate.number} again: ${event.verdict.status}`;
    case 'screening-contradicted':
      return `${event.number}: ${event.batch.length} candidates are judged again`;
    case 'candidate-reopened':
      return `${event.number} was ${event.previous}`;
    case 'confirmation-judged':
      return `${event.number} ${roleText(event)} on ${event.verdict.inputs}: ${event.verdict.status}`;
    case 'reconfirmed':
      return `${event.number}: gain ${event.result.reportedGain ?? 'unknown'} reported, ${event.result.confirmedGain ?? 'nothing measured'} confirmed`;
    case 'step-ablated':
      return `${event.number} without ${event.step}: ${ablationText(event.result)}`;
    case 'run-resumed':
      return 'went on';
    case 'seed-revealed':
      return event.oracleSeed;
    case 'run-finished':
      return `${event.reason}: ${event.detail}`;
  }
}

function roleText({ role, step }: Extract<RunEvent, { type: 'confirmation-judged' }>): string {
  return step === null ? role : `without ${step}`;
}

function ablationText(result: Ablation): string {
  switch (result.kind) {
    case 'judged':
      return `${result.gains.mean ?? 'nothing measured'} worse`;
    case 'not-separable':
      return `not separable in ${result.path}`;
    case 'undone':
      return 'nothing of it is left';
  }
}
