import type { Milestone, RunHistory } from '../../report/history.ts';
import { excerptItems } from '../../report/excerpt.ts';
import { createValueFormat, formatChange } from '../../report/format.ts';

/** The last candidate that was kept; null while the baseline stands. */
export function winnerOf({ keeps }: RunHistory): Milestone | null {
  return excerptItems(keeps).at(-1) ?? null;
}

/** What the run came to, in one sentence of plain text. */
export function headline(history: RunHistory): string {
  const objective = history.state.task?.objectives[0];
  const { baseline } = history;
  if (objective === undefined || baseline === null) return 'The run ended before its baseline was judged.';
  const winner = winnerOf(history);
  const [from, to] = [baseline.visible, winner?.visible ?? null];
  const format = createValueFormat(
    objective.unit,
    [from, to].filter((value) => value !== null),
  );
  if (winner === null) return `Nothing was kept: ${objective.metric} stays at ${format(from)}.`;
  if (from === null || to === null || from === to)
    return `Candidate ${winner.number} was kept; ${objective.metric} stays at ${format(to)}.`;
  const change = formatChange(from, to);
  const verb = to < from ? 'fell' : 'rose';
  return `${objective.metric} ${verb} from ${format(from)} to ${format(to)}${change === null ? '' : ` (${change})`}.`;
}
