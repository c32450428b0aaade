import type { Ledger } from '../kernel/contracts/ledger.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { Task } from '../kernel/task.ts';
import type { DefinedTask } from '../task/define-task.ts';

/** What the command line may set instead of the task file. */
export type TaskOverrides = Partial<Pick<Task, 'seed' | 'strategy' | 'control' | 'pipeline'>> & {
  readonly budget?: Partial<Task['budget']>;
  /** Whether a keep waits for a person. */
  readonly approval?: 'required' | 'none';
};

/** The task with some of its fields set from outside; still frozen. */
export function overrideTask(defined: DefinedTask, overrides: TaskOverrides): DefinedTask {
  const { task } = defined;
  const { approval, ...others } = overrides;
  const budget = Object.freeze({ ...task.budget, ...others.budget });
  const acceptance = withApproval(task.acceptance, approval);
  return { ...defined, task: Object.freeze({ ...task, ...others, budget, acceptance }) };
}

function withApproval(
  acceptance: Task['acceptance'],
  approval: TaskOverrides['approval'],
): Task['acceptance'] {
  if (approval === undefined || approval === (acceptance.approval ?? 'none')) return acceptance;
  const { approval: _, ...rest } = acceptance;
  return Object.freeze(approval === 'required' ? { ...rest, approval } : rest);
}

/** The task of the file with what its run was started with, so that only a real change makes them differ. */
export function asStarted(defined: DefinedTask, started: Task): DefinedTask {
  const { seed, strategy, control, pipeline, budget, acceptance } = started;
  const approval = acceptance.approval ?? 'none';
  return overrideTask(defined, { seed, strategy, control, pipeline, budget, approval });
}

/** The task of a run that nobody is told of: one beside another, or one that is made again. */
export function withoutNotifications({ task, directory }: DefinedTask): DefinedTask {
  return { task, directory };
}

/** The task as the first entry of a ledger has it; a resume may have changed its budget since. */
export function startedTask(ledger: Ledger): Task {
  for (const { event } of ledger.entriesOf(0)) if (event.type === 'run-started') return event.task;
  throw new FulcrumError({
    code: 'FULCRUM_E_RUN_EMPTY',
    domain: 'usage',
    what: 'the run has recorded nothing yet',
    where: 'ledger',
    mend: 'Start it again with `fulcrum run`',
  });
}
