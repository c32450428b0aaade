import type { CertifiedKeep } from '../../kernel/certificate.ts';
import type { Judgement } from '../../kernel/contracts/acceptance.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { RunEvent } from '../../kernel/event.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { screenedScore } from '../../kernel/run-state.ts';
import type { CertifiedFacts } from './conditions.ts';
import { certifiedKeep, keepInputs } from './keep-evidence.ts';

/** Keeps whose evidence a certificate holds. */
const KEEPS_SHOWN = 100;

/** Gains that a plateau is judged by. */
const GAINS_KEPT = 200;

/** What a run decided, counted. A candidate that was decided about again counts once. */
export interface Decided {
  readonly candidates: number;
  /** Those that passed the screening with a figure. */
  readonly withFigure: number;
  /** Decisions since the last keep. */
  readonly sinceKeep: number;
  readonly alphaSpent: number | null;
  readonly keeps: CertifiedFacts['keeps'];
  /** Keeps that scored higher than all before, on the inputs all are screened with. */
  readonly records: number;
  readonly latest: readonly CertifiedKeep[];
  /** Of the latest keeps, on the inputs all are screened with. */
  readonly gains: readonly number[];
}

const NOTHING: Decided = {
  candidates: 0,
  withFigure: 0,
  sinceKeep: 0,
  alphaSpent: null,
  keeps: { total: 0, own: 0, paired: 0, first: 0, labels: 0 },
  records: 0,
  latest: [],
  gains: [],
};

export function createDecisionWatch(): {
  readonly observe: (event: RunEvent, before: RunState, after: RunState) => void;
  readonly decided: () => Decided;
} {
  let decided = NOTHING;
  let judgements: Judgement[] = [];
  let isAgain = false;
  return {
    observe: (event, before, after) => {
      if (event.type === 'candidate-proposed' || event.type === 'candidate-reopened') {
        judgements = [];
        isAgain = event.type === 'candidate-reopened';
      }
      if (event.type === 'candidate-judged')
        judgements.push({ judged: event.judged, verdict: event.verdict });
      if (event.type !== 'candidate-decided') return;
      if (!isAgain) decided = addCandidate(decided, before);
      decided = { ...decided, alphaSpent: addAlpha(decided.alphaSpent, event.decision) };
      if (event.decision.kind === 'keep')
        decided = addKeep(decided, event.decision, judgements, before, after);
    },
    decided: () => decided,
  };
}

function addCandidate(decided: Decided, { open, task }: RunState): Decided {
  const hasFigure = task !== null && open?.screened != null && screenedScore(task, open.screened) !== null;
  return {
    ...decided,
    candidates: decided.candidates + 1,
    withFigure: decided.withFigure + Number(hasFigure),
    sinceKeep: decided.sinceKeep + 1,
  };
}

function addAlpha(spent: number | null, { test }: Decision): number | null {
  const alpha = test?.alpha ?? null;
  return alpha === null ? spent : (spent ?? 0) + alpha;
}

function addKeep(
  decided: Decided,
  decision: Decision,
  judgements: readonly Judgement[],
  before: RunState,
  after: RunState,
): Decided {
  const keep = certifiedKeep(decision, before, after);
  if (keep === null) return decided;
  const { own, paired, first, labels } = keepInputs(keep.number, judgements);
  const { keeps, records, latest, gains } = decided;
  return {
    ...decided,
    sinceKeep: 0,
    keeps: {
      total: keeps.total + 1,
      own: keeps.own + Number(own),
      paired: keeps.paired + Number(paired),
      first: keeps.first + first,
      labels: keeps.labels + labels,
    },
    records: records + Number((keep.selectedGain ?? 0) > 0),
    latest: [...latest, keep].slice(-KEEPS_SHOWN),
    gains: keep.selectedGain === null ? gains : [...gains, keep.selectedGain].slice(-GAINS_KEPT),
  };
}
