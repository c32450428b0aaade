import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Candidate } from '../../src/kernel/candidate.ts';
import type { RunState } from '../../src/kernel/run-state.ts';
import type { AcceptanceSource } from '../../src/kernel/acceptance-source.ts';
import type { StrategySource, Task } from '../../src/kernel/task.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { resultsTable } from '../../src/report/results-table.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import type { DefinedTask } from '../../src/task/define-task.ts';

/** One way to spend the night. */
export interface Arm {
  readonly name: string;
  readonly strategy: StrategySource;
  readonly acceptance: AcceptanceSource;
}

export interface Night {
  readonly arm: Arm;
  readonly seed: string;
  readonly directory: string;
  readonly state: RunState;
  /** Baseline and kept candidates, in the order they were kept. */
  readonly kept: readonly Candidate[];
  /** Trainings that judging took, those of incumbents included. */
  readonly trainings: number;
  readonly seconds: number;
}

/** The task as an arm has it, with a seed and a number of candidates of its own. */
export function armTask(defined: DefinedTask, arm: Arm, seed: string, evaluations: number): DefinedTask {
  const { strategy, acceptance } = arm;
  const budget = { ...defined.task.budget, evaluations };
  const task: Task = Object.freeze({ ...defined.task, strategy, acceptance, seed, budget });
  return { ...defined, task };
}

/** Spends one night in a run directory made anew below `scratch`, and writes its `results.tsv` there. */
export async function spendNight(task: DefinedTask, arm: Arm, scratch: string): Promise<Night> {
  const { seed } = task.task;
  const directory = join(scratch, `${arm.name}-${seed}`.replaceAll(' ', '-'));
  rmSync(directory, { recursive: true, force: true });
  const started = performance.now();
  const { state } = await runTask(task, { directory });
  const seconds = (performance.now() - started) / 1000;
  return { arm, seed, directory, state, ...readNight(directory), seconds };
}

function readNight(directory: string): Pick<Night, 'kept' | 'trainings'> {
  const ledger = readLedger(directory);
  try {
    writeFileSync(join(directory, 'results.tsv'), resultsTable(ledger.entries()));
    const proposed = new Map<number, Candidate>();
    const kept: Candidate[] = [];
    let trainings = 0;
    for (const { event } of ledger.entries()) {
      if (event.type === 'run-started') kept.push(event.baseline);
      if (event.type === 'candidate-proposed') proposed.set(event.candidate.number, event.candidate);
      if (event.type === 'candidate-judged' || event.type === 'candidate-measured')
        trainings += event.verdict.checks.length;
      if (event.type !== 'candidate-decided') continue;
      if (event.decision.kind === 'keep') kept.push(proposed.get(event.number)!);
      proposed.delete(event.number);
    }
    return { kept, trainings };
  } finally {
    ledger.close();
  }
}
