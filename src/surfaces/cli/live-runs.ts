import type { Hash } from '../../kernel/candidate.ts';
import type { Json } from '../../kernel/json.ts';
import { readLedger } from '../../ledger/sqlite-ledger.ts';
import { runStateOf } from '../../loop/run-snapshot.ts';
import type { DefinedTask } from '../../task/define-task.ts';
import type { AgentListener } from '../../proposers/agent/trajectory.ts';
import type { RunOptions, RunResult } from '../run-task.ts';
import { runTask } from '../run-task.ts';
import { packageVersion } from '../version.ts';
import type { DisplayedRun, DisplayMode } from './display/display.ts';
import { agentLine } from './display/agent-line.ts';
import { createDisplay } from './display/display.ts';
import { changeToDraw } from './display/last-change.ts';
import { createEntryGrades } from './entry-grade.ts';
import { watchInterrupts } from './interruption.ts';
import type { Output } from './output.ts';

export interface LiveRunOptions {
  /** Candidates judged side by side; null takes the cores of this machine. */
  readonly workers: number | null;
  readonly isolation: 'required' | 'none';
  readonly display: DisplayMode;
  /** Tell what agents do, a line each; left out, nothing of it. */
  readonly verbose?: boolean;
}

/** Runs with their live view and interrupts: one view for a run and its control. */
export interface LiveRuns {
  readonly restore: (directory: string) => void;
  readonly run: (defined: DefinedTask, place: RunOptions, shown?: DisplayedRun) => Promise<RunResult>;
  readonly interrupted: () => boolean;
  readonly close: () => void;
}

export function openLiveRuns(
  { display: mode, isolation, workers, verbose = false }: LiveRunOptions,
  output: Output,
): LiveRuns {
  const interruption = watchInterrupts(output.notice);
  const { color } = output;
  const gradesOf = { main: createEntryGrades(), control: createEntryGrades() };
  let shownDirectory: string | null = null;
  const display = createDisplay({
    mode: output.json ? 'none' : mode,
    stream: process.stdout,
    color,
    changeOf: (before, after) => (shownDirectory === null ? '' : changeIn(shownDirectory, before, after)),
  });
  const ticking = setInterval(() => display.onTick(Date.now()), 100);
  return {
    restore: (directory) => {
      const ledger = readLedger(directory);
      const state = runStateOf(ledger, packageVersion());
      for (const { at, observed } of ledger.entries(ledger.head()?.sequence)) {
        const seconds = Number(observed['elapsedMilliseconds'] ?? 0) / 1000;
        display.restore({ state, seconds, endedAt: at });
      }
      ledger.close();
    },
    run: (defined, place, shown = 'main') => {
      if (shown === 'main') shownDirectory = place.directory ?? null;
      return runTask(defined, {
        ...place,
        isolation,
        ...(workers === null ? {} : { workers }),
        signal: interruption.signal,
        onNotice: output.notice,
        ...(verbose ? { onAgentEvent: tellOfAgents(output, mode) } : {}),
        ...(shown === 'main' ? { onWork: display.onWork } : {}),
        onEntry: (entry) => {
          display.onEntry(entry, shown);
          const grade = gradesOf[shown](entry);
          const behind = grade === null ? {} : { grade };
          output.data({
            type: 'entry',
            run: shown,
            ...(entry as unknown as { [key: string]: Json }),
            ...behind,
          });
        },
      });
    },
    interrupted: () => interruption.signal.aborted,
    close: () => {
      clearInterval(ticking);
      display.finish();
      interruption.release();
    },
  };
}

/** Everything of a run that the display was told of is there to be read. */
function changeIn(directory: string, before: Hash, after: Hash): string {
  const ledger = readLedger(directory);
  try {
    return changeToDraw(ledger, before, after);
  } finally {
    ledger.close();
  }
}

/** Lines between those of the plain view; the full one has no room for them. */
function tellOfAgents(output: Output, mode: DisplayMode): AgentListener {
  return (number, milliseconds, event) => {
    output.data({ type: 'agent', number, milliseconds, event: event as unknown as Json });
    if (mode === 'plain') output.text(agentLine(number, milliseconds, event));
  };
}
