import type { RunEvent } from '../../kernel/event.ts';

/** The candidate or turn an event is about; null where it is about the run. */
export function numberOf(event: RunEvent): number | null {
  if (event.type === 'candidate-proposed') return event.candidate.number;
  if (event.type === 'run-started' || event.type === 'baseline-judged') return 0;
  return 'number' in event ? event.number : null;
}
