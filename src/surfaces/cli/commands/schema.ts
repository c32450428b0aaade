import { taskFileSchema } from '../../../task/task-file-schema.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';

/** `fulcrum schema`: the JSON Schema of a task file, for editors. */
export function schemaCommand(): ExitCode {
  process.stdout.write(taskFileSchema());
  return EXIT_CODES.finished;
}
