import type { Certificate, Condition } from '../../kernel/certificate.ts';
import { gain } from '../../kernel/objective.ts';
import { redactSecrets } from '../../kernel/redact-secrets.ts';
import type { RunHistory } from '../../report/history.ts';
import { createValueFormat, formatAmount } from '../../report/format.ts';
import { winnerOf } from './headline.ts';
import type { RunExport } from './run-export.ts';

/** What a run is asked, in the words of people; the keys are stable names for tools. */
export const ASSESSMENT_RULES = {
  'baseline-judged': 'The baseline was judged',
  'run-finished': 'The run has finished',
  'requirement-met': 'The improvement that the task demands is reached',
  'guarantee-condition': 'A condition that the acceptance rule’s claim rests on was met',
  'further-condition': 'A condition that a reader should know of was met',
  'winner-confirmed': 'The gain came again on inputs that had no part in finding it',
  'protected-files': 'No proposal reached for what judges it',
  'visible-only-gain': 'No candidate was better only on what it could see',
} as const;

/** One question put to the run itself, and the answer. */
export interface Assessment {
  readonly rule: keyof typeof ASSESSMENT_RULES;
  /** What exactly was asked. */
  readonly name: string;
  /** `none` where all is well. An `error` takes the result's claim away, a `warning` weakens it. */
  readonly level: 'none' | 'note' | 'warning' | 'error';
  readonly text: string;
}

/**
 * What a run's record says for and against its result, without secrets: the one source of annotations, SARIF results and
 * JUnit cases.
 */
export function assessRun(run: RunExport): readonly Assessment[] {
  const clean = (text: string): string => redactSecrets(text, run.secrets).text;
  return assessments(run).map((found) => ({ ...found, name: clean(found.name), text: clean(found.text) }));
}

function assessments({ history, certificate }: RunExport): readonly Assessment[] {
  if (certificate === null)
    return [assessment('baseline-judged', 'error', 'The run ended before its baseline was judged.')];
  return [
    assessment('baseline-judged', 'none', 'The unmodified start passes its own oracle.'),
    finished(history),
    ...requirement(history),
    ...certificate.conditions.map(ofCondition),
    ...winner(certificate),
    protectedFiles(history),
    visibleOnly(history),
  ];
}

function assessment(
  rule: Assessment['rule'],
  level: Assessment['level'],
  text: string,
  name: string = ASSESSMENT_RULES[rule],
): Assessment {
  return { rule, level, name, text };
}

function finished({ state }: RunHistory): Assessment {
  if (state.finished === null)
    return assessment('run-finished', 'note', 'It has not: these are its figures so far.');
  return assessment('run-finished', 'none', `It ended because ${state.finished.detail}.`);
}

function requirement(history: RunHistory): readonly Assessment[] {
  const { state, baseline } = history;
  const objective = state.task?.objectives[0];
  if (objective === undefined || objective.required === null) return [];
  const before = baseline?.visible ?? null;
  const after = winnerOf(history)?.visible ?? before;
  const reached = before === null || after === null ? 0 : gain(objective, after, before);
  const format = createValueFormat(objective.unit, [reached, objective.required]);
  const isMet = reached >= objective.required;
  const text = `${objective.metric} gained ${format(reached)}; the task demands ${format(objective.required)}.`;
  return [assessment('requirement-met', isMet ? 'none' : 'error', text)];
}

const LEVELS = {
  needed: { met: 'none', 'not-met': 'error', unknown: 'warning' },
  further: { met: 'none', 'not-met': 'warning', unknown: 'note' },
} as const;

function ofCondition({ name, state, needed, detail }: Condition): Assessment {
  const level = LEVELS[needed ? 'needed' : 'further'][state];
  return assessment(needed ? 'guarantee-condition' : 'further-condition', level, `${detail}.`, name);
}

function winner({ winner: kept, objective }: Certificate): readonly Assessment[] {
  if (kept === null) return [];
  const { reconfirmation, number } = kept;
  if (reconfirmation === null)
    return [
      assessment(
        'winner-confirmed',
        'note',
        `Candidate ${number} was not put to the test again after it was kept.`,
      ),
    ];
  const { reportedGain, confirmedGain, metrics } = reconfirmation;
  const format = createValueFormat(
    objective.unit,
    [reportedGain, confirmedGain].filter((value) => value !== null),
  );
  const { failed = 0, pairs = 0 } = metrics[0]?.gains ?? {};
  const figures = `Candidate ${number} gained ${format(reportedGain)} on the inputs it was chosen by and ${format(confirmedGain)} on fresh ones`;
  if (failed > 0)
    return [
      assessment('winner-confirmed', 'error', `${figures}; on ${failed} of ${pairs} it did not pass at all.`),
    ];
  const isLost = (reportedGain ?? 0) > 0 && (confirmedGain ?? 0) <= 0;
  return [assessment('winner-confirmed', isLost ? 'error' : 'none', `${figures}.`)];
}

function protectedFiles({ state }: RunHistory): Assessment {
  const count = state.refusals['protected-path'] ?? 0;
  if (count === 0) return assessment('protected-files', 'none', 'Every proposal kept to the editable files.');
  const text = `${formatAmount(count, 'proposal')} touched files that no candidate may change, and ${count === 1 ? 'was' : 'were'} refused.`;
  return assessment('protected-files', 'warning', text);
}

function visibleOnly({ temptations }: RunHistory): Assessment {
  const count = temptations.groups.reduce((sum, group) => sum + group.count, temptations.ungrouped);
  if (count === 0)
    return assessment('visible-only-gain', 'none', 'Whatever was better on the visible inputs was kept.');
  const text = `${formatAmount(count, 'candidate')} scored better than the incumbent on what proposers see and ${count === 1 ? 'was' : 'were'} not kept.`;
  return assessment('visible-only-gain', 'note', text);
}
