import type { Halt } from '../guards/halt.ts';
import { haltOf } from '../guards/halt.ts';
import type { Candidate } from '../kernel/candidate.ts';
import { isFulcrumError } from '../kernel/errors.ts';
import type { JudgeReply } from '../kernel/contracts/judge.ts';
import type { StopReason } from '../kernel/event.ts';
import type { RunState } from '../kernel/run-state.ts';
import { prepareRun } from './1-prepare.ts';
import { approvalFor, awaitApproval } from './approval.ts';
import { judgeBaseline } from './2-baseline.ts';
import { measureNoise } from './measure-noise.ts';
import { remeasureWhenDue } from './remeasure.ts';
import { contradictedBatch, decide } from './5-decide.ts';
import { recordDecision, recordMeasurement, recordRefusal } from './6-record.ts';
import { confirmWinner } from './7-confirm.ts';
import { spentOf } from './evidence.ts';
import { haltWhile } from './halt-while.ts';
import type { Journal, Note } from './journal.ts';
import { createPipeline } from './pipeline.ts';
import { judgeAfresh, rejudgeBatch } from './rejudge-batch.ts';
import type { RunParts } from './run-parts.ts';
import type { ScreeningBatches } from './screening-batches.ts';
import { createScreeningBatches } from './screening-batches.ts';
import type { Search } from './search.ts';

export interface RunOutcome {
  readonly reason: StopReason;
  readonly state: RunState;
}

/**
 * Runs a task to its end: prepare, measure the baseline and, where the rule tests pairs, its noise, then propose, judge,
 * decide and record until a guard halts it or nothing can be kept any more, and put the winner to the test again.
 * A candidate that fails is part of the story; a thrown FulcrumError is not, and leaves a ledger that can be resumed.
 */
export async function runLoop(parts: RunParts): Promise<RunOutcome> {
  const { journal, search } = prepareRun(parts);
  try {
    await judgeBaseline(parts, journal);
    await measureNoise(parts, journal);
    const halt = await improve(parts, journal, search);
    const end = await confirm(parts, journal, halt);
    finish(parts, journal, end);
    return { reason: end.reason, state: journal.state() };
  } finally {
    journal.close();
  }
}

async function improve(parts: RunParts, journal: Journal, search: Search): Promise<Halt> {
  const unanswered = await awaitApproval(parts, journal, () => haltNow(parts, journal));
  if (unanswered !== null) return unanswered;
  const abort = new AbortController();
  const batches = createScreeningBatches();
  const decided = journal.state().decided;
  const pipeline = createPipeline(parts, decided + 1, abort.signal);
  for (let ahead = 1; ahead <= parts.task.pipeline; ahead += 1) {
    pipeline.start(search.after(decided + ahead - parts.task.pipeline));
  }
  try {
    for (;;) {
      const halt = haltNow(parts, journal);
      if (halt !== null) return halt;
      await remeasureWhenDue(parts, journal, abort.signal);
      const { number, proposed, attempt: underway } = pipeline.next();
      const ended = await haltWhile(proposed, () => haltNow(parts, journal));
      if (ended !== null) return ended;
      const attempt = await underway;
      const proposing = await proposed;
      if (attempt.kind === 'refused') recordRefusal(journal, number, attempt, proposing);
      else if (attempt.kind === 'measured') recordMeasurement(journal, number, attempt);
      else {
        const held = await settle(parts, journal, batches, { ...attempt, proposing }, abort.signal);
        if (held !== null) return held;
      }
      pipeline.settled(number);
      pipeline.start(search.after(number));
    }
  } catch (error) {
    if (!isFulcrumError(error) || error.facts.code !== 'FULCRUM_E_HELD_OUT_EXHAUSTED') throw error;
    return { reason: 'held-out-exhausted', detail: `${error.facts.what}. ${error.facts.mend}` };
  } finally {
    abort.abort();
  }
}

function haltNow(parts: RunParts, journal: Journal): Halt | null {
  const state = journal.state();
  const stopRequested = parts.stopRequested();
  if (parts.decisions === undefined) {
    const facts = { elapsedSeconds: journal.elapsedSeconds(), stopRequested };
    return haltOf(state, facts) ?? acceptanceSpent(parts, state);
  }
  const detail = 'the run that is made again went no further';
  const atItsEnd = { reason: 'stop-requested', detail } as const;
  return (
    haltOf(state, { elapsedSeconds: 0, stopRequested }) ??
    acceptanceSpent(parts, state) ??
    (state.decided >= parts.decisions || state.pending !== null ? atItsEnd : null)
  );
}

function acceptanceSpent({ acceptance }: RunParts, state: RunState): Halt | null {
  const detail = acceptance.exhausted?.(spentOf(state)) ?? null;
  return detail === null ? null : { reason: 'acceptance-exhausted', detail };
}

/** A candidate with its first verdict, and the milliseconds its proposer took. */
interface Screened {
  readonly candidate: Candidate;
  readonly reply: JudgeReply;
  readonly proposing: number;
}

/**
 * Takes a candidate from its first verdict to the ledger, and puts its screening in doubt where a fresh verdict does.
 *
 * @returns why the run ends while a keep waits for a person; null when it goes on
 */
async function settle(
  parts: RunParts,
  journal: Journal,
  batches: ScreeningBatches,
  { candidate, reply, proposing }: Screened,
  signal: AbortSignal,
): Promise<Halt | null> {
  const { batch } = reply.observed;
  if (batch !== undefined) batches.add(batch, candidate.number);
  const doubtful = batch !== undefined && batches.isDistrusted(batch);
  const first = doubtful ? await judgeAfresh(parts, candidate, signal) : reply;
  const settled = await decide(parts, journal.state(), candidate, first, signal);
  const approval = approvalFor(parts, journal.state(), candidate, settled.decision);
  recordDecision(journal, candidate, settled, proposing, approval);
  const answered = (): Promise<Halt | null> => awaitApproval(parts, journal, () => haltNow(parts, journal));
  const held = await answered();
  if (held !== null) return held;
  const contradicted = contradictedBatch(candidate.number, settled.judgements);
  if (contradicted === null) return null;
  const members = batches.distrust(contradicted);
  const batched = { number: candidate.number, batch: contradicted, members, signal };
  return rejudgeBatch(parts, journal, batched, answered);
}

/**
 * Puts the winner to the test again, unless somebody waits for the run to end, the winner is not settled, or the run only
 * makes another again.
 */
async function confirm(parts: RunParts, journal: Journal, halt: Halt): Promise<Halt> {
  const { pending } = journal.state();
  if (halt.reason === 'stop-requested' || pending !== null || parts.decisions !== undefined) return halt;
  if (await confirmWinner(parts, journal, parts.confirmation)) return halt;
  return {
    reason: 'stop-requested',
    detail: 'a person asked the run to stop while its winner was confirmed',
  };
}

/** Closes the story, and reveals the seed that was committed to unless the run is only interrupted or waits for a person. */
function finish(parts: RunParts, journal: Journal, halt: Halt): void {
  const finished: Note = { event: { type: 'run-finished', ...halt } };
  if (halt.reason === 'stop-requested' || journal.state().pending !== null) journal.record(finished);
  else journal.record({ event: { type: 'seed-revealed', oracleSeed: parts.oracleSeed } }, finished);
}
