import { watch } from 'node:fs';
import { memoryStore } from '../../workspace/memory-store.ts';
import { isFulcrumError } from '../../kernel/errors.ts';
import { freezeTask } from '../../task/freeze-task.ts';
import { loadTask } from '../../task/load-task.ts';

/** Editors write a file in several steps: a change counts once nothing more has happened for so long. */
const QUIET_MILLISECONDS = 200;

export interface TaskWatch {
  /** Resolves when task file, workspace or oracle are other than when the last change was seen. */
  readonly changed: () => Promise<void>;
  readonly close: () => void;
}

/** Watches everything a task is judged by, by content: saving a file as it was is no change. */
export function watchTask(folder: string): TaskWatch {
  let known = fingerprint(folder);
  let timer: NodeJS.Timeout | null = null;
  let waiting: (() => void)[] = [];
  const look = (): void => {
    const present = fingerprint(folder);
    if (present === known) return;
    known = present;
    const told = waiting;
    waiting = [];
    for (const tell of told) tell();
  };
  const watcher = watch(folder, { recursive: true }, (_, name) => {
    if (name !== null && /^\.fulcrum(?:\/|$)/.test(name)) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(look, QUIET_MILLISECONDS);
  });
  return {
    changed: () => new Promise((resolve) => waiting.push(resolve)),
    close: () => {
      if (timer !== null) clearTimeout(timer);
      watcher.close();
    },
  };
}

/** The hash of the frozen task, or what is wrong with it. */
function fingerprint(folder: string): string {
  try {
    return freezeTask(loadTask(folder), memoryStore()).hash;
  } catch (error) {
    if (isFulcrumError(error)) return error.message;
    throw error;
  }
}
