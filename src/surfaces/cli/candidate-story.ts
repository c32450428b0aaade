import type { ApprovalAnswer, ApprovalRequest } from '../../kernel/approval.ts';
import type { Candidate } from '../../kernel/candidate.ts';
import type { Ledger } from '../../kernel/contracts/ledger.ts';
import type { Decision } from '../../kernel/decision.ts';
import { FulcrumError } from '../../kernel/errors.ts';
import type { RunEvent } from '../../kernel/event.ts';
import type { RunState } from '../../kernel/run-state.ts';
import type { Verdict } from '../../kernel/verdict.ts';

/** All the ledger says of one turn: a proposal, or a measurement of an earlier candidate. */
export interface CandidateStory {
  readonly number: number;
  /** Null when the proposal was refused before it became a candidate, or there was none. */
  readonly candidate: Candidate | null;
  readonly refusal: Extract<RunEvent, { type: 'proposal-refused' }> | null;
  /** Null when the turn was spent on a proposal. */
  readonly measurement: Extract<RunEvent, { type: 'candidate-measured' }> | null;
  readonly judgements: readonly { readonly judged: number; readonly verdict: Verdict }[];
  /** The last one stands. */
  readonly decisions: readonly Decision[];
  /** What a person was asked before it could be kept, and has answered; left out where nobody was asked. */
  readonly approval?: { readonly request: ApprovalRequest; readonly answer: ApprovalAnswer | null };
}

/**
 * Reads the story of one candidate.
 *
 * @param name a candidate's number, `baseline` or `best`
 * @throws FulcrumError `FULCRUM_E_CANDIDATE_MISSING` when the run has none of that name
 */
export function readStory(ledger: Ledger, state: RunState, name: string): CandidateStory {
  const number = numberOf(state, name);
  const events = ledger.entriesOf(number).map(({ event }) => event);
  const story = events.reduce(addEvent, {
    number,
    candidate: null,
    refusal: null,
    measurement: null,
    judgements: [],
    decisions: [],
  });
  if (story.candidate === null && story.refusal === null && story.measurement === null)
    throw missing(state, name);
  return story;
}

function addEvent(story: CandidateStory, event: RunEvent): CandidateStory {
  switch (event.type) {
    case 'run-started':
      return { ...story, candidate: event.baseline };
    case 'baseline-judged':
      return {
        ...story,
        judgements: [event.screened, event.fresh].map((verdict) => ({ judged: 0, verdict })),
      };
    case 'candidate-proposed':
      return { ...story, candidate: event.candidate };
    case 'proposal-refused':
      return { ...story, refusal: event };
    case 'candidate-measured':
      return { ...story, measurement: event };
    case 'candidate-judged':
      return { ...story, judgements: [...story.judgements, event] };
    case 'approval-requested': {
      const { decision, against, diff } = event;
      return { ...story, approval: { request: { decision, against, diff }, answer: null } };
    }
    case 'approval-given': {
      const { type: _, ...answer } = event;
      return story.approval === undefined ? story : { ...story, approval: { ...story.approval, answer } };
    }
    case 'candidate-decided':
      return { ...story, decisions: [...story.decisions, event.decision] };
    case 'sandbox-proved':
    case 'repeat-judged':
    case 'noise-measured':
    case 'incumbent-remeasured':
    case 'oracle-proved':
    case 'screening-contradicted':
    case 'candidate-reopened':
    case 'confirmation-judged':
    case 'reconfirmed':
    case 'step-ablated':
    case 'run-resumed':
    case 'seed-revealed':
    case 'run-finished':
      return story;
  }
}

function numberOf(state: RunState, name: string): number {
  if (name === 'baseline') return 0;
  if (name === 'best') return state.incumbent?.candidate.number ?? 0;
  if (/^\d+$/.test(name)) return Number(name);
  throw missing(state, name);
}

/** `FULCRUM_E_CANDIDATE_REFUSED`: what was asked for takes a candidate's files. */
export function notACandidate(number: number, mend: string, why = 'it has no files'): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_CANDIDATE_REFUSED',
    domain: 'usage',
    what: `number ${number} never became a candidate: ${why}`,
    where: `number ${number}`,
    mend,
  });
}

function missing(state: RunState, name: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_CANDIDATE_MISSING',
    domain: 'usage',
    what: `this run has no candidate "${name}"`,
    where: `run of ${state.task?.name ?? 'a task'}`,
    mend: `Name one from 0 to ${state.decided}, "baseline" or "best"`,
  });
}
