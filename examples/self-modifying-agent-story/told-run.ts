import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunState } from '../../src/kernel/run-state.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import type { DefinedTask } from '../../src/task/define-task.ts';
import { freezeTask } from '../../src/task/freeze-task.ts';
import { memoryStore } from '../../src/workspace/memory-store.ts';
import { readText } from '../../src/workspace/tree.ts';
import { exampleDirectory, freshRunDirectory } from '../main-job/example-directory.ts';
import { judgeSideBySide } from '../vm-placement-story/side-by-side.ts';

const EXAMPLE = 'self-modifying-agent';
const FIGURES = 'figures.json';

/** Scores of the first agent and of the winner, and how the winner came about. */
export interface ToldRun {
  readonly taskHash: string;
  readonly evaluations: number;
  readonly kept: number;
  readonly seconds: number;
  /** On the draws all candidates of the run were screened with: what the search reports of itself. */
  readonly searched: Pair;
  /** On the 120 tasks of the same kinds that decided nothing, the same questions for all runs. */
  readonly heldOut: Pair;
  /** On tasks of kinds that nobody was trained on. */
  readonly unseen: Pair;
  /** Candidates made by an editor that is not the first one, and all that were made. */
  readonly byChangedEditors: number;
  readonly made: number;
  /** The verdict that the winner rests on comes from a sandbox used for it alone. */
  readonly fresh: boolean;
}

export interface Pair {
  readonly first: number;
  readonly winner: number;
}

/**
 * Runs the task, or reads what an earlier telling found of the very same task, seed and budget included.
 *
 * @param questionsOf the run whose questions are asked; null for questions of its own
 */
export async function tell(name: string, task: DefinedTask, questionsOf: string | null): Promise<ToldRun> {
  const taskHash = freezeTask(task, memoryStore()).hash;
  const known = join(runOf(name), FIGURES);
  if (existsSync(known)) {
    const told = JSON.parse(readFileSync(known, 'utf8')) as ToldRun;
    if (told.taskHash === taskHash) return told;
  }
  const directory = freshRunDirectory(EXAMPLE, name);
  const started = performance.now();
  const asked = questionsOf === null ? {} : { questionsOf: runOf(questionsOf) };
  const { state } = await runTask(task, { directory, ...asked });
  const seconds = (performance.now() - started) / 1000;
  const told = { taskHash, seconds, ...(await figuresOf(task, directory, state)) };
  writeFileSync(join(directory, FIGURES), JSON.stringify(told));
  return told;
}

function runOf(name: string): string {
  return join(exampleDirectory(EXAMPLE), '.fulcrum', name);
}

async function figuresOf(
  task: DefinedTask,
  directory: string,
  state: RunState,
): Promise<Omit<ToldRun, 'taskHash' | 'seconds'>> {
  const { baseline, winner } = await judgeSideBySide(task, directory, state);
  const pair = (slice: string): Pair => ({
    first: metricOf(baseline, slice, 'score')!,
    winner: metricOf(winner, slice, 'score')!,
  });
  const { mode, sandbox } = state.incumbent!.fresh;
  return {
    evaluations: state.spending.evaluations,
    kept: state.decisions.keep,
    searched: {
      first: metricOf(state.baseline!.screened, 'training', 'score')!,
      winner: metricOf(state.incumbent!.screened, 'training', 'score')!,
    },
    heldOut: pair('held-out'),
    unseen: pair('unseen'),
    ...countEditors(directory),
    fresh: mode === 'fresh' && sandbox.level !== 'none',
  };
}

function countEditors(directory: string): Pick<ToldRun, 'byChangedEditors' | 'made'> {
  const ledger = readLedger(directory);
  try {
    const editors = new Map<number, string | null>();
    let byChangedEditors = 0;
    let made = 0;
    for (const { event } of ledger.entries()) {
      if (event.type === 'run-started') editors.set(0, readText(ledger, event.baseline.tree, 'editor.ts'));
      if (event.type !== 'candidate-proposed') continue;
      const { number, tree, parents } = event.candidate;
      editors.set(number, readText(ledger, tree, 'editor.ts'));
      made += 1;
      if (editors.get(parents[0]!) !== editors.get(0)) byChangedEditors += 1;
    }
    return { byChangedEditors, made };
  } finally {
    ledger.close();
  }
}
