import type { Json, JsonObject } from '../../kernel/json.ts';
import { plainLine } from '../../kernel/plain-line.ts';
import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import type { StopReason } from '../../kernel/event.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { screenedScore } from '../../kernel/run-state.ts';
import type { Occasion } from '../../task/notify-schema.ts';

/** What is told: plain data, and no figure that proposers may not know. */
export interface Notification {
  readonly occasions: readonly Occasion[];
  readonly body: JsonObject;
}

/** Of a run whose end nobody planned. */
const EARLY: ReadonlySet<StopReason> = new Set<StopReason>([
  'search-exhausted',
  'held-out-exhausted',
  'acceptance-exhausted',
  'stop-requested',
  'guard',
]);

const LONGEST_LINE = 500;

/**
 * What an entry is worth telling, or null.
 *
 * @param run its name
 * @param after the run with the entry taken in
 */
export function notificationOf(
  { event, at }: StoredEntry,
  run: string,
  after: RunState,
  secrets: readonly string[],
): Notification | null {
  const clean = (text: string): string => plainLine(text, LONGEST_LINE, secrets);
  const tell = (occasion: Occasion, occasions: readonly Occasion[], facts: JsonObject): Notification => {
    return {
      occasions,
      body: { version: 1, occasion, at, run: clean(run), ...standing(after, clean), ...facts },
    };
  };
  switch (event.type) {
    case 'candidate-decided': {
      if (event.decision.kind !== 'keep') return null;
      const summary = clean(after.incumbent?.candidate.provenance.summary ?? '');
      return tell('keep', ['keep'], { candidate: event.number, summary });
    }
    case 'approval-requested': {
      const summary = clean(after.open?.candidate.provenance.summary ?? '');
      const reply = `fulcrum approvals --name ${clean(run)}`;
      return tell('approval', ['approval'], {
        candidate: event.number,
        against: event.against,
        summary,
        reply,
      });
    }
    case 'run-finished': {
      const early = EARLY.has(event.reason) || after.pending !== null;
      const occasions = early ? (['halt', 'finish'] as const) : (['finish'] as const);
      return tell(early ? 'halt' : 'finish', occasions, {
        reason: event.reason,
        detail: clean(event.detail),
      });
    }
    default:
      return null;
  }
}

/** What is told of a run that broke off with an error; it can be resumed. */
export function breakdownOf(
  error: { readonly code: string; readonly what: string },
  run: string,
  state: RunState,
  at: string,
  secrets: readonly string[],
): Notification {
  const clean = (text: string): string => plainLine(text, LONGEST_LINE, secrets);
  const facts = { reason: 'error', code: error.code, detail: clean(error.what) };
  const body = { version: 1, occasion: 'halt', at, run: clean(run), ...standing(state, clean), ...facts };
  return { occasions: ['halt'], body };
}

/** Where the run stands, in figures that every proposer may see. */
function standing(state: RunState, clean: (text: string) => string): JsonObject {
  const { task, baseline, incumbent, spending, decisions } = state;
  if (task === null) return {};
  const { metric, direction, unit } = task.objectives[0]!;
  const scoreOf = (judged: RunState['incumbent']): Json =>
    judged === null ? null : screenedScore(task, judged.screened);
  return {
    task: clean(task.name),
    objective: { metric: clean(metric), direction, unit: clean(unit) },
    baseline: scoreOf(baseline),
    incumbent: { candidate: incumbent?.candidate.number ?? null, value: scoreOf(incumbent) },
    evaluations: spending.evaluations,
    kept: decisions.keep,
  };
}
