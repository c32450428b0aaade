import { join } from 'node:path';
import { openLedger, readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { emptyRunState, foldRun } from '../../src/kernel/run-state.ts';
import { createSearch } from '../../src/loop/search.ts';
import type { SelfPlayState, SelfPlayTally } from '../../src/strategies/self-play.ts';
import { createStrategy } from '../../src/strategies/index.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import type { DefinedTask } from '../../src/task/define-task.ts';
import type { JudgedRepair } from './judge-repairs.ts';
import { judgeRepairs } from './judge-repairs.ts';
import type { Game } from './repairs.ts';
import { readGame } from './repairs.ts';
import type { SelfPlayArm } from './self-play-task.ts';
import { selfPlayTask } from './self-play-task.ts';

/** One run of the game and what became of its repairs. */
export interface Played {
  readonly arm: SelfPlayArm;
  readonly judged: number;
  readonly kept: boolean;
  readonly game: Game;
  readonly tally: SelfPlayTally;
  readonly repairs: readonly JudgedRepair[];
  readonly seconds: number;
}

/** Plays once in `directory` and judges every plausible repair by what was hidden from it. */
export async function play(arm: SelfPlayArm, directory: string): Promise<Played> {
  const task = selfPlayTask(arm, directory);
  const run = join(directory, 'run');
  const started = performance.now();
  const { state } = await runTask(task, { directory: run });
  const { game, tally } = readRun(task, run);
  const store = openLedger(run);
  const repairs = await judgeRepairs(task, store, game.repairs).finally(() => store.close());
  const seconds = (performance.now() - started) / 1000;
  const kept = state.incumbent!.candidate.number !== 0;
  return { arm, judged: state.spending.evaluations, kept, game, tally, repairs, seconds };
}

/** The game, and what the strategy had counted when it ended: a fold over the same entries as in the run. */
function readRun(
  { task }: DefinedTask,
  directory: string,
): { readonly game: Game; readonly tally: SelfPlayTally } {
  const ledger = readLedger(directory);
  try {
    const entries = [...ledger.entries()];
    const search = createSearch({ task, strategy: createStrategy(task.strategy), proposers: [] });
    let state = emptyRunState;
    for (const entry of entries) {
      const next = foldRun(state, entry.event);
      search.observe(entry, state, next);
      state = next;
    }
    const { tally } = search.after(state.decided).strategy as unknown as SelfPlayState;
    return { game: readGame(entries), tally };
  } finally {
    ledger.close();
  }
}
