import type { Task } from '../kernel/task.ts';

/** What a task is after, for proposers that read words: its description and objectives. Says nothing of held-out slices. */
export function goalText({ description, objectives, slices }: Task): string {
  const shown = objectives.filter(({ slice }) => slices.visible.includes(slice));
  const lines = shown.map(({ direction, metric, slice }) => `${direction} ${metric} on ${slice}`);
  return [...(description.trim() === '' ? [] : [description.trim()]), ...lines].join('\n');
}
