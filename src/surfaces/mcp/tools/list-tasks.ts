import { z } from 'zod';
import { isFulcrumError } from '../../../kernel/errors.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { ServedTasks } from '../served-tasks.ts';
import type { Tool } from '../tool.ts';
import { runFacts } from '../run-facts.ts';

/** The tasks there are, and where their runs stand. */
export const listTasks: Tool<Record<string, never>> = {
  name: 'list_tasks',
  title: 'List tasks',
  description: 'Lists the tasks that can be worked on, each with the state of its run.',
  input: z.strictObject({}),
  readOnly: true,
  answer: async (_input, { tasks }) => {
    const facts: JsonObject[] = [];
    for (const name of tasks.names) facts.push({ task: name, ...(await stateOf(name, tasks)) });
    return { facts: { tasks: facts } };
  },
};

async function stateOf(name: string, { open }: ServedTasks): Promise<JsonObject> {
  try {
    return await open(name, runFacts);
  } catch (error) {
    if (isNotStarted(error)) return { run: 'not-started' };
    throw error;
  }
}

function isNotStarted(error: unknown): boolean {
  return isFulcrumError(error) && error.facts.code === 'FULCRUM_E_MCP_NOT_STARTED';
}
