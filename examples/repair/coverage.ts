import { Session } from 'node:inspector';
import type { Profiler } from 'node:inspector';

/** The part of a source from `start` to `end`, and whether it ran. */
export interface CoveredRange {
  readonly start: number;
  readonly end: number;
  readonly ran: boolean;
}

export interface Coverage {
  /** What of the file ran since the last time, outer ranges before those inside them. */
  readonly take: () => readonly CoveredRange[];
  readonly close: () => void;
}

/** Watches which parts of one file run in this process. Answers at once: the inspector's session is of this thread. */
export function openCoverage(file: string): Coverage {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    take: () => {
      let scripts: readonly Profiler.ScriptCoverage[] = [];
      session.post('Profiler.takePreciseCoverage', (error, taken) => {
        if (error !== null) throw new Error(`no coverage: ${error.message}`);
        scripts = taken.result;
      });
      return scripts
        .filter(({ url }) => url === file)
        .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
        .map(({ startOffset, endOffset, count }) => ({ start: startOffset, end: endOffset, ran: count > 0 }))
        .toSorted((left, right) => right.end - right.start - (left.end - left.start));
    },
    close: () => session.disconnect(),
  };
}
