import type { KeepPairs } from '../acceptance/paired/keep-pairs.ts';
import { weighKeepPairs } from '../acceptance/paired/keep-pairs.ts';
import type { PairedRuleName } from '../acceptance/paired/stages.ts';
import type { Candidate } from '../kernel/candidate.ts';
import type { Evidence, Judgement } from '../kernel/contracts/acceptance.ts';
import type { Judge } from '../kernel/contracts/judge.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { Task } from '../kernel/task.ts';
import { takenDecisions } from '../loop/taken-decisions.ts';
import type { Rejudgement } from './rejudge-winner.ts';

/**
 * Judges the pairs once more that a keep rests on, as the rule does: the same inputs, in turn, in fresh sandboxes. Noisy
 * figures do not come out the same, so none is compared with the one recorded. What speaks against the keep is a contender
 * that no longer passes, or pairs that show the opposite of what was claimed.
 */
export async function rejudgePairs(
  judge: Judge,
  ledger: Ledger,
  task: Task,
  rule: PairedRuleName,
  number: number,
): Promise<Rejudgement> {
  const evidence = keepEvidence(ledger, number);
  const recorded = weighKeepPairs(task, rule, evidence);
  const labels = new Set(recorded.inputs);
  const asked = evidence.judgements.filter(
    ({ verdict }) => verdict.mode === 'fresh' && labels.has(verdict.inputs),
  );
  const contenders = contendersOf(evidence);
  const { signal } = new AbortController();
  const judgements: Judgement[] = [];
  for (const { judged, verdict } of asked) {
    const order = { mode: 'fresh', inputs: verdict.inputs, scope: 'all' } as const;
    const reply = await judge.judge({ ...order, candidate: contenders.get(judged)!, signal });
    judgements.push({ judged, verdict: reply.verdict });
  }
  return rejudgementOf(number, weighKeepPairs(task, rule, { ...evidence, judgements }));
}

/** What its last keep was decided on. */
function keepEvidence(ledger: Ledger, number: number): Evidence {
  let kept: Evidence | null = null;
  for (const taken of takenDecisions(ledger.entries())) {
    if (taken.number === number && taken.decision.kind === 'keep') kept = taken.evidence;
  }
  return kept!;
}

function contendersOf({ candidate, incumbent, baseline }: Evidence): ReadonlyMap<number, Candidate> {
  return new Map([baseline.candidate, incumbent.candidate, candidate].map((one) => [one.number, one]));
}

function rejudgementOf(number: number, again: KeepPairs): Rejudgement {
  const { standing, inputs, wins, losses } = again;
  const [reached, needed] = [again.eValue, again.threshold].map((value) => Number(value.toPrecision(3)));
  const pairs = `${wins} of ${inputs.length} pairs won, ${losses} lost, e-value ${reached} of ${needed}`;
  switch (standing) {
    case 'shown':
      return { agrees: true, detail: `candidate ${number} passes, and its pairs keep it again: ${pairs}` };
    case 'unclear':
      return {
        agrees: true,
        detail: `candidate ${number} passes; measured again its pairs alone would not keep it, and do not speak against it: ${pairs}`,
      };
    case 'contradicted':
      return { agrees: false, detail: `candidate ${number}: its pairs now speak against it: ${pairs}` };
    case 'failed':
      return { agrees: false, detail: `candidate ${number}: ${again.reason}` };
  }
}
