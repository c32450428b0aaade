import { FulcrumError, isFulcrumError } from '../../kernel/errors.ts';
import { loadTask } from '../../task/load-task.ts';
import type { OpenRun } from '../cli/open-run.ts';
import { withRun } from '../cli/open-run.ts';

/** The runs that clients may read, by the name of their task: a client never names a path. */
export interface ServedTasks {
  readonly names: readonly string[];
  /**
   * Opens a task's run for reading.
   *
   * @throws FulcrumError `FULCRUM_E_MCP_TASK` for a name that is not served, `FULCRUM_E_MCP_NOT_STARTED` without a run
   */
  readonly open: <Result>(name: string, use: (run: OpenRun) => Result | Promise<Result>) => Promise<Result>;
}

/**
 * @param tasks task files or their folders
 * @param run which run of each
 * @throws FulcrumError `FULCRUM_E_MCP_TASK` when two tasks have one name, and what `loadTask` throws
 */
export function servedTasks(tasks: readonly string[], run: string): ServedTasks {
  const paths = new Map<string, string>();
  for (const path of tasks) {
    const { name } = loadTask(path).task;
    if (paths.has(name)) throw sameName(name);
    paths.set(name, path);
  }
  return {
    names: [...paths.keys()],
    open: async (name, use) => {
      const task = paths.get(name);
      if (task === undefined) throw notServed([...paths.keys()]);
      // Opened apart from what is done with it: errors of that are not about the run.
      let opened: OpenRun | null = null;
      try {
        return await withRun({ task, name: run }, (open) => {
          opened = open;
          return use(open);
        });
      } catch (error) {
        throw opened === null && isFulcrumError(error) && NO_RUN.has(error.facts.code)
          ? notStarted(error)
          : error;
      }
    },
  };
}

const NO_RUN: ReadonlySet<string> = new Set(['FULCRUM_E_RUN_MISSING', 'FULCRUM_E_RUN_EMPTY']);

function sameName(name: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MCP_TASK',
    domain: 'usage',
    what: `two tasks are called "${name}", and clients could not tell them apart`,
    where: '--task',
    mend: 'Rename one in its fulcrum.yaml, or serve one of them only',
  });
}

function notServed(names: readonly string[]): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MCP_TASK',
    domain: 'usage',
    what: 'no task of that name is served here',
    where: 'task',
    mend: `Name one of: ${names.join(', ')}`,
  });
}

function notStarted(cause: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MCP_NOT_STARTED',
    domain: 'usage',
    what: 'the run of this task has not been started',
    where: 'task',
    mend: 'Try again once `fulcrum run` was started',
    cause,
  });
}
