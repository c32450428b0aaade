import type { Json } from '../../../kernel/json.ts';
import type { Comparison, Decision } from '../../../kernel/decision.ts';
import type { CheckResult, EvidenceGrade, Verdict } from '../../../kernel/verdict.ts';
import { sliceGrade, weakestGrade } from '../../../kernel/verdict.ts';
import type { CandidateStory } from '../candidate-story.ts';
import { readStory } from '../candidate-story.ts';
import { comparisonState, demandedOf } from '../../../report/comparison-words.ts';
import { sanitiseLines } from '../display/sanitise-lines.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { checkLine, figure, gradeText, verdictLine } from '../figures.ts';
import type { RunReference } from '../open-run.ts';
import { withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

/** `fulcrum explain <candidate>`: why it was kept or refused, with the evidence it rests on. */
export function explainCommand(reference: RunReference, name: string, output: Output): Promise<ExitCode> {
  return withRun(reference, ({ ledger, state }) => {
    const story = readStory(ledger, state, name);
    output.both({ type: 'explanation', ...(story as unknown as { [key: string]: Json }) }, () =>
      sanitiseLines(explanation(story).join('\n')),
    );
    return EXIT_CODES.finished;
  });
}

function explanation(story: CandidateStory): readonly string[] {
  const { number, refusal, measurement } = story;
  if (refusal !== null) {
    return [`Candidate ${number} was refused before it was judged (${refusal.kind}): ${refusal.detail}.`];
  }
  if (measurement !== null) {
    const { candidate, verdict } = measurement;
    const what = `Number ${number} is no proposal: the strategy had candidate ${candidate.number} judged once more.`;
    return [what, '', `candidate ${candidate.number}: ${verdictLine(verdict)}`, ...checkLines(verdict)];
  }
  return [
    ...story.decisions.flatMap((decision) => decisionLines(story, decision)),
    ...approvalLines(story),
    '',
    ...evidenceLines(story),
  ];
}

function decisionLines(story: CandidateStory, decision: Decision): readonly string[] {
  const { kind, reason, rule, comparisons } = decision;
  const { number } = story;
  return [
    `Candidate ${number}: ${kind} by the rule "${rule}": ${reason}.`,
    ...comparisons.map((comparison) => comparisonLine(comparison, gradeBehind(story, comparison))),
  ];
}

function approvalLines(story: CandidateStory): readonly string[] {
  const { approval, number } = story;
  if (approval === undefined) return [];
  const { answer, request } = approval;
  if (answer === null) {
    const waits = `Candidate ${number} waits for a person to agree: see \`fulcrum approvals\`.`;
    return [waits, ...decisionLines(story, request.decision)];
  }
  const { approved, who, dwellSeconds, reason, diff } = answer;
  const what = `${approved ? 'Approved' : 'Refused'} by ${who} after ${dwellSeconds} s of looking: ${reason}`;
  return [what, `  the change that was shown has the digest ${diff}`];
}

/** The weakest grade of the verdicts that measured what is compared. */
function gradeBehind({ judgements }: CandidateStory, { slice }: Comparison): EvidenceGrade | null {
  const grades = judgements.flatMap(({ verdict }) => sliceGrade(verdict, slice) ?? []);
  return grades.length === 0 ? null : weakestGrade(grades);
}

/** @param grade of the verdicts that measured what is compared; null where that is not known */
export function comparisonLine(comparison: Comparison, grade: EvidenceGrade | null): string {
  const { slice, metric, against, candidate, reference, gain } = comparison;
  const state = comparisonState(comparison);
  const isShown = state === 'shown only';
  const rule = isShown ? state : demandedOf(comparison, figure);
  return `  ${isShown ? 'shown' : state}  ${metric} on ${slice}: ${figure(candidate)} against the ${against}'s ${figure(reference)}, gain ${figure(gain)} (${rule})${gradeText(grade)}`;
}

function evidenceLines({ number, judgements }: CandidateStory): readonly string[] {
  return judgements.flatMap(({ judged, verdict }) => [
    `${judged === number ? `candidate ${number}` : `compared with ${judged}`}: ${verdictLine(verdict)}`,
    ...checkLines(verdict),
  ]);
}

function checkLines({ checks }: Verdict): readonly string[] {
  return checks.flatMap((check) => [`  ${checkLine(check)}`, ...evidenceLine(check)]);
}

function evidenceLine({ evidence, status }: CheckResult): readonly string[] {
  return status === 'pass' || evidence === null
    ? []
    : [`    evidence: ${JSON.stringify(evidence).slice(0, 2000)}`];
}
