import type { FollowedRun } from './followed-run.ts';
import type { RunCard } from './protocol.ts';
import { screenedScore } from '../../kernel/run-state.ts';
import type { RunState } from '../../kernel/run-state.ts';

/** @param control id of the run beside it that serves as its control */
export function runCard(run: FollowedRun, control: string | null): RunCard {
  const fold = run.fold();
  const { state } = run.standing();
  const { id, name } = run.place;
  const reason = run.fault();
  return {
    id,
    name,
    task: state.task?.name ?? '',
    phase: reason === null ? state.phase : 'unreadable',
    live: run.isLive(),
    reason: reason ?? state.finished?.detail ?? null,
    evaluations: state.spending.evaluations,
    keeps: state.decisions.keep,
    baseline: scoreOf(state, 'baseline'),
    incumbent: scoreOf(state, 'incumbent'),
    objective: state.task?.objectives[0] ?? null,
    startedAt: fold.startedAt(),
    control,
    reading: run.progress(),
  };
}

/** The first objective on the screening inputs; null before the baseline was judged. */
export function scoreOf(state: RunState, whose: 'baseline' | 'incumbent'): number | null {
  const judged = state[whose];
  return judged === null || state.task === null ? null : screenedScore(state.task, judged.screened);
}
