import { join } from 'node:path';

/** The folder a run of this task is kept in. */
export function runDirectory(taskDirectory: string, name = 'main'): string {
  return join(taskDirectory, '.fulcrum', name);
}
