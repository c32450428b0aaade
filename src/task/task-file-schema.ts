import { z } from 'zod';
import { taskSchema } from './schema.ts';

/** The JSON Schema of what a person may write into a task file, as text. */
export function taskFileSchema(): string {
  const schema = z.toJSONSchema(taskSchema, { io: 'input' });
  return `${JSON.stringify({ ...schema, title: 'Fulcrum task' }, null, 2)}\n`;
}
