import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { plainText } from '../../kernel/plain-text.ts';
import { redactSecrets } from '../../kernel/redact-secrets.ts';
import type { Connection } from '../../kernel/contracts/network.ts';
import type { AgentEvent } from './adapter.ts';
import type { McpCall } from './mcp-servers/open-servers.ts';

/** What is known of one proposal's agent at work: claims of its own, and what Fulcrum saw and did itself. */
export type TrajectoryEvent =
  | AgentEvent
  | { readonly kind: 'started'; readonly agent: string; readonly argv: readonly string[] }
  /** The agent asked for a connection to another host. */
  | ({ readonly kind: 'connection' } & Connection)
  /** A tool of an MCP server that the agent asked for, as the relay to the server saw it. */
  | ({ readonly kind: 'mcp-call' } & McpCall)
  | { readonly kind: 'limit'; readonly limit: string }
  | { readonly kind: 'ended'; readonly how: string; readonly stderr: string }
  | { readonly kind: 'outcome'; readonly outcome: string };

/** Told of every event as it happens, for whoever looks on; milliseconds since the agent's start. */
export type AgentListener = (number: number, milliseconds: number, event: TrajectoryEvent) => void;

export interface Trajectory {
  readonly add: (event: TrajectoryEvent) => void;
  readonly close: () => void;
}

const LONGEST_TEXT = 20_000;
const LONGEST_FILE_BYTES = 8 * 1024 * 1024;
/** What has to be said at the end has room beyond the limit. */
const CLOSING_KINDS: ReadonlySet<TrajectoryEvent['kind']> = new Set(['limit', 'ended', 'outcome']);

/** In the run directory, a file for each proposal of an agent. */
export function trajectoryFile(runDirectory: string, number: number): string {
  return join(runDirectory, 'agents', `${number}.jsonl`);
}

/**
 * Writes what an agent does as lines of JSON to `agents/<number>.jsonl`, without secrets and without what a terminal
 * would obey. Beyond 8 MiB only the end is written, and how many events were left out.
 *
 * @param secrets taken out whatever their shape
 */
export function openTrajectory(
  runDirectory: string,
  number: number,
  secrets: readonly string[],
  listen: AgentListener,
): Trajectory {
  let file: number | null = null;
  const open = (): number => {
    const path = trajectoryFile(runDirectory, number);
    mkdirSync(dirname(path), { recursive: true });
    // Whoever proposes the same again after an interruption starts over.
    return openSync(path, 'w', 0o600);
  };
  const start = performance.now();
  let room = LONGEST_FILE_BYTES;
  let leftOut = 0;
  const write = (line: string): void => void writeSync((file ??= open()), `${line}\n`);
  return {
    add: (event) => {
      const milliseconds = Math.round(performance.now() - start);
      const clean = cleaned(event, secrets);
      listen(number, milliseconds, clean);
      const line = JSON.stringify({ milliseconds, ...clean });
      room -= Buffer.byteLength(line);
      if (room >= 0 || CLOSING_KINDS.has(event.kind)) write(line);
      else leftOut += 1;
    },
    close: () => {
      if (leftOut > 0) write(JSON.stringify({ kind: 'left-out', events: leftOut }));
      if (file !== null) closeSync(file);
    },
  };
}

function cleaned(event: TrajectoryEvent, secrets: readonly string[]): TrajectoryEvent {
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return shortened(redactSecrets(plainText(value).text, secrets).text);
    if (Array.isArray(value)) return value.map(clean);
    return value;
  };
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [name, clean(value)]),
  ) as unknown as TrajectoryEvent;
}

function shortened(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  return `${text.slice(0, LONGEST_TEXT)}… [${text.length - LONGEST_TEXT} characters left out]`.toWellFormed();
}
