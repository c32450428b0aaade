import { z } from 'zod';
import type { AgentStart } from './adapter.ts';

/** What the program in the sandbox is told, a line of JSON each: `in-sandbox/agent-runner.ts`. */
export type RunnerOrder =
  | ({ readonly type: 'start' } & RunnerStart)
  | { readonly type: 'reply'; readonly text: string }
  | { readonly type: 'stop' }
  | { readonly type: 'list' }
  | { readonly type: 'read'; readonly path: string; readonly offset: number; readonly length: number };

/** How the agent is started; paths are as seen inside. */
export interface RunnerStart extends AgentStart {
  /** The parent's files, copied to `workspace`. */
  readonly tree: string;
  readonly workspace: string;
  readonly home: string;
  /** The agent's way out: connections to a port of the loopback address are passed on to the socket. */
  readonly way: { readonly port: number; readonly socket: string } | null;
}

const difference = z.tuple([z.string(), z.enum(['changed', 'added', 'removed', 'special']), z.number()]);

const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('line'), text: z.string(), cut: z.boolean() }),
  z.object({
    type: z.literal('ended'),
    code: z.int().nullable(),
    fault: z.string().nullable(),
    stderr: z.string(),
  }),
  z.object({ type: z.literal('differences'), differences: z.array(difference) }),
  z.object({ type: z.literal('listed'), complete: z.boolean() }),
  z.object({ type: z.literal('piece'), base64: z.string().nullable() }),
]);

/** Path, what became of it and its size in bytes: of a file that differs from the parent's. */
export type Difference = z.infer<typeof difference>;

/** What it says. The agent could have turned it: it tells what the agent wants to have believed. */
export type RunnerMessage = z.infer<typeof message>;

/** Null for what no runner of ours says. */
export function readRunnerMessage(line: string): RunnerMessage | null {
  try {
    return message.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
