/** How one run of a program ended. Nothing in it is to be believed; the texts are as the program wrote them. */
export type ProgramRun =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** Runs the program once with a text on its standard input. */
export type RunProgram = (input: string, signal: AbortSignal) => Promise<ProgramRun>;

/** End of standard error that is kept, in bytes. */
export const KEPT_ERROR_BYTES = 2048;

export const TAKES_TOO_LONG = (seconds: number): ProgramRun => ({
  kind: 'failed',
  reason: `the program had not answered after ${seconds} s`,
});

export const SAYS_TOO_MUCH = (bytes: number): ProgramRun => ({
  kind: 'failed',
  reason: `the program printed more than ${bytes} bytes`,
});

export const ABORTED: ProgramRun = { kind: 'failed', reason: 'the run ended first' };
