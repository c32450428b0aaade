import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';

/** Carries out one command and gives its exit code. */
export type Perform = (
  json: boolean,
  action: (output: Output) => ExitCode | Promise<ExitCode>,
) => Promise<void>;
