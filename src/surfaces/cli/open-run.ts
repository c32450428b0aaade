import { dirname, resolve } from 'node:path';
import { statSync } from 'node:fs';
import type { Ledger } from '../../kernel/contracts/ledger.ts';
import { FulcrumError } from '../../kernel/errors.ts';
import type { RunState } from '../../kernel/run-state.ts';
import type { Task } from '../../kernel/task.ts';
import { readLedger } from '../../ledger/sqlite-ledger.ts';
import { reachedState } from '../../loop/run-snapshot.ts';
import { runDirectory } from '../run-directory.ts';
import { packageVersion } from '../version.ts';

/** Which run a command is about. */
export interface RunReference {
  /** Task file or its folder. */
  readonly task: string;
  readonly name: string;
}

export interface OpenRun {
  readonly directory: string;
  readonly ledger: Ledger;
  readonly state: RunState;
  /** The last entry that is in the state. */
  readonly sequence: number;
  readonly task: Task;
}

/** The run directory a reference names, whether or not there is one. */
export function directoryOf(reference: RunReference): string {
  return runDirectory(taskDirectoryOf(reference), reference.name);
}

/** The folder of the task a reference names. */
export function taskDirectoryOf({ task }: RunReference): string {
  const path = resolve(task);
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? dirname(path) : path;
}

/** Opens a run for reading and hands it to `use`; readers never disturb the process that writes it. */
export async function withRun<Result>(
  reference: RunReference,
  use: (run: OpenRun) => Result | Promise<Result>,
): Promise<Result> {
  const directory = directoryOf(reference);
  const ledger = readLedger(directory);
  try {
    const { state, sequence } = reachedState(ledger, packageVersion());
    if (state.task === null) throw emptyRun(directory);
    return await use({ directory, ledger, state, sequence, task: state.task });
  } finally {
    ledger.close();
  }
}

/** An open run as it is by now, through the reader that is open already. */
export function readOn(run: OpenRun): OpenRun {
  const { state, sequence } = reachedState(run.ledger, packageVersion());
  return { ...run, state, sequence, task: state.task ?? run.task };
}

function emptyRun(directory: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_RUN_EMPTY',
    domain: 'usage',
    what: 'the run has recorded nothing yet',
    where: directory,
    mend: 'Start it again with `fulcrum run`',
  });
}
