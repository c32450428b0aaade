import type { Certificate, CertifiedWinner } from '../../kernel/certificate.ts';
import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import type { RunEvent } from '../../kernel/event.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { emptyRunState, foldRun, screenedScore } from '../../kernel/run-state.ts';
import { gradeOf } from '../../kernel/verdict.ts';
import { eValue } from '../arithmetic/e-value.ts';
import { conditionsOf } from './conditions.ts';
import { createDecisionWatch } from './decision-watch.ts';
import { createRepeatWatch } from './figure-repeats.ts';
import { guaranteeOf, promisedBy } from './guarantee.ts';
import { nullRecords } from './null-records.ts';
import { plateauOf } from './plateau.ts';
import { createStageClock } from './stages.ts';
import { createVerdictWatch } from './verdict-watch.ts';

type Ablations = CertifiedWinner['ablations'];

/**
 * The certificate of a run, from its entries in order and nothing else; the same entries give the same certificate. Null
 * before the baseline was judged.
 */
export function certify(entries: Iterable<StoredEntry>): Certificate | null {
  let state = emptyRunState;
  let head: Certificate['head'] | null = null;
  let version = '';
  let refused = 0;
  let ablations: Ablations = [];
  const stages = createStageClock();
  const verdicts = createVerdictWatch();
  const repeats = createRepeatWatch();
  const decisions = createDecisionWatch();
  for (const entry of entries) {
    const { event, sequence, hash } = entry;
    const before = state;
    state = foldRun(before, event);
    head = { sequence, hash };
    stages.observe(entry);
    verdicts.observe(entry);
    repeats.observe(event, before);
    decisions.observe(event, before, state);
    ablations = ablationsAfter(ablations, event);
    if (event.type === 'run-started') version = event.version;
    if (event.type === 'proposal-refused') refused += 1;
  }

  const { task, taskHash, baseline, incumbent, finished, measurements, confirmations } = state;
  if (task === null || taskHash === null || baseline === null || incumbent === null || head === null)
    return null;
  const { metric, slice, direction, unit } = task.objectives[0]!;
  const { candidates, withFigure, sinceKeep, alphaSpent, keeps, records, latest, gains } =
    decisions.decided();
  const promised = promisedBy(task.acceptance.rule, null).kind;
  const facts = { promised, keeps, repeats: repeats.repeats(), ...verdicts.facts() };
  const conditions = conditionsOf(task, state, facts);
  const reached = screenedScore(task, incumbent.screened);
  return {
    format: 1,
    head,
    task: task.name,
    taskHash,
    version,
    objective: { metric, slice, direction, unit },
    finished,
    guarantee: guaranteeOf(task.acceptance, alphaSpent, conditions),
    counts: { candidates, decisions: state.decisions, refused, measurements, confirmations },
    keeps: { total: keeps.total, latest },
    conditions,
    nullRecords: nullRecords(withFigure, records),
    winner: certifiedWinner(state, ablations),
    plateau: plateauOf(sinceKeep, gains, reached, direction === 'maximize' ? 1 : -1),
    stages: stages.table(),
  };
}

/** Those of the present winner, since it was last confirmed. */
function ablationsAfter(ablations: Ablations, event: RunEvent): Ablations {
  if (event.type === 'step-ablated') return [...ablations, { step: event.step, result: event.result }];
  const ends =
    event.type === 'reconfirmed' || (event.type === 'candidate-decided' && event.decision.kind === 'keep');
  return ends ? [] : ablations;
}

function certifiedWinner(
  { incumbent, confirmation }: RunState,
  ablations: Ablations,
): CertifiedWinner | null {
  if (incumbent === null || incumbent.candidate.number === 0) return null;
  const reconfirmation = confirmation?.reconfirmation ?? null;
  const gains = reconfirmation?.metrics[0]?.gains;
  const { reportedGain = null, confirmedGain = null } = reconfirmation ?? {};
  return {
    number: incumbent.candidate.number,
    grade: gradeOf(incumbent.fresh),
    reconfirmation,
    eValue: gains === undefined || gains.pairs === 0 ? null : eValue(gains.wins, gains.losses),
    selectionGap: reportedGain === null || confirmedGain === null ? null : reportedGain - confirmedGain,
    ablations,
  };
}
