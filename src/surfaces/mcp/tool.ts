import { z } from 'zod';
import type { Answer } from './answer.ts';
import type { RateLimit } from './rate-limit.ts';
import type { ServedTasks } from './served-tasks.ts';

/** What a server lends its tools. */
export interface ToolContext {
  readonly tasks: ServedTasks;
  /** Of submissions, per task. */
  readonly rate: RateLimit;
}

/** One thing that clients can ask for. */
export interface Tool<Input> {
  readonly name: string;
  readonly title: string;
  /** Read by the client's model. */
  readonly description: string;
  readonly input: z.ZodType<Input>;
  readonly readOnly: boolean;
  /** @param signal aborted when the client no longer waits */
  readonly answer: (input: Input, context: ToolContext, signal: AbortSignal) => Answer | Promise<Answer>;
}

export const taskName = z.string().min(1).max(200).describe('Name of the task, as list_tasks gives it');

export const candidateName = z
  .union([z.int().min(0), z.enum(['baseline', 'incumbent'])])
  .describe('Number of a candidate; or the unmodified start; or the best so far');

/** The name by which the ledger's readers know a candidate. */
export function storyName(name: z.infer<typeof candidateName>): string {
  return name === 'incumbent' ? 'best' : String(name);
}
