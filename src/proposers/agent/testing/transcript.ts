import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentEvent, AgentSession } from '../adapter.ts';

export interface Reread {
  /** Without those that no adapter has a name for. */
  readonly events: readonly AgentEvent[];
  /** Parsed. */
  readonly replies: readonly unknown[];
  /** Lines up to the one after which the agent may be ended; null when there was none. */
  readonly finishedAt: number | null;
  readonly lines: number;
}

/** Reads again what a real agent printed: see `transcripts/README.md`. */
export function rereadTranscript(name: string, read: AgentSession['read']): Reread {
  const path = join(import.meta.dirname, 'transcripts', `${name}.ndjson`);
  return rereadLines(readFileSync(path, 'utf8').trimEnd().split('\n'), read);
}

export function rereadLines(lines: readonly string[], read: AgentSession['read']): Reread {
  const readings = lines.map(read);
  const finished = readings.findIndex((reading) => reading.finished);
  return {
    events: readings.flatMap(({ events }) => events).filter(({ kind }) => kind !== 'other'),
    replies: readings.flatMap(({ replies }) => replies).map((reply) => JSON.parse(reply) as unknown),
    finishedAt: finished < 0 ? null : finished + 1,
    lines: lines.length,
  };
}
