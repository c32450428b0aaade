import type { Timeline } from './protocol.ts';
import type { RunFold } from './run-fold.ts';

/** All time by stage, and the latest pieces of work one by one. */
export function timelineOf(fold: RunFold): Timeline {
  return {
    stages: fold.stages().stages.map(({ name, milliseconds, share }) => {
      return { name, seconds: milliseconds / 1000, share };
    }),
    spans: fold.spans(),
  };
}
