import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from '../../../kernel/json.ts';
import { isRunLocked } from '../../../ledger/run-lock.ts';
import type { Display, DisplayMode } from '../display/display.ts';
import { createDisplay } from '../display/display.ts';
import { changeToDraw } from '../display/last-change.ts';
import { createEntryGrades } from '../entry-grade.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES, exitCodeOfRun } from '../exit-code.ts';
import { noticeInterrupts } from '../interruption.ts';
import type { OpenRun, RunReference } from '../open-run.ts';
import { readOn, withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

const LOOK_MILLISECONDS = 100;

/** Looking at the lock opens a database. */
const LOOKS_PER_LOCK = 10;

/**
 * `fulcrum watch`: shows a run that another process writes, until it ends or this is interrupted. Reads only: the run
 * notices neither that somebody looks on nor that they stop.
 */
export function attachCommand(reference: RunReference, mode: DisplayMode, output: Output): Promise<ExitCode> {
  return withRun(reference, (run) => attach(run, mode, output));
}

/** Shows a run from where it was opened. */
export async function attach(run: OpenRun, mode: DisplayMode, output: Output): Promise<ExitCode> {
  const interrupted = noticeInterrupts();
  const display = createDisplay({
    mode: output.json ? 'none' : mode,
    stream: process.stdout,
    color: output.color,
    changeOf: (before, after) => changeToDraw(run.ledger, before, after),
  });
  try {
    const end = await follow(run, display, interrupted.happened, output);
    display.onTick(Date.now());
    display.finish();
    return tellEnd(end, run, output);
  } finally {
    display.finish();
    interrupted.release();
  }
}

type End = 'finished' | 'unwritten' | 'detached';

async function follow(
  { ledger, directory, state: reached, sequence }: OpenRun,
  display: Display,
  isInterrupted: () => boolean,
  output: Output,
): Promise<End> {
  const gradeOf = createEntryGrades();
  for (const { at, observed } of ledger.entries(sequence)) {
    const seconds = Number(observed['elapsedMilliseconds'] ?? 0) / 1000;
    display.restore({ state: reached, seconds, endedAt: at });
    break;
  }
  let read = sequence;
  let finished = reached.phase === 'finished';
  for (let look = 0; ; look += 1) {
    // Asked first: what was written before the lock was free is read in this very look.
    const written = look % LOOKS_PER_LOCK !== 0 || isRunLocked(directory);
    for (const entry of ledger.entries(read + 1)) {
      read = entry.sequence;
      display.onEntry(entry);
      const grade = gradeOf(entry);
      output.data({
        type: 'entry',
        ...(entry as unknown as { [key: string]: Json }),
        ...(grade && { grade }),
      });
      finished = entry.event.type === 'run-finished' || (finished && entry.event.type !== 'run-resumed');
    }
    display.onTick(Date.now());
    if (finished) return 'finished';
    if (!written) return 'unwritten';
    if (isInterrupted()) return 'detached';
    await sleep(LOOK_MILLISECONDS);
  }
}

function tellEnd(end: End, run: OpenRun, output: Output): ExitCode {
  switch (end) {
    case 'detached':
      output.notice('Stopped watching; the run goes on.');
      return EXIT_CODES.finished;
    case 'unwritten':
      output.notice('No process writes this run any more: go on with `fulcrum resume`.');
      return EXIT_CODES.halted;
    case 'finished': {
      const { state } = readOn(run);
      return state.finished === null ? EXIT_CODES.finished : exitCodeOfRun(state.finished.reason, state);
    }
  }
}
