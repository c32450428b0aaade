import type { ProgramOrder, ProgramOutcome } from '../../define.ts';
import type { SanitizerReport } from './report.ts';
import { readSanitizerReport } from './report.ts';

/** One run of the program: what it is started with and what it reads. */
export interface SanitizerCase {
  readonly arguments: readonly string[];
  readonly input: string;
}

export type RunOutcome =
  | { readonly kind: 'clean' }
  | { readonly kind: 'reported'; readonly report: SanitizerReport }
  /** It ended in a way that no clean run ends in, and nothing was reported. */
  | { readonly kind: 'broken'; readonly reason: string };

const PROGRAM = '.fulcrum-program';
const INPUT = '.fulcrum-input';
const REPORT = '.fulcrum-report';
/** What the sanitizers end a program with when they have something to report. */
const REPORTED = 113;
const FIRST_SIGNAL = 128;

/* Looking for leaks stops the program by ptrace, which no sandbox allows. */
const COMMON = `exitcode=${REPORTED}:halt_on_error=1:handle_abort=1:log_path=`;
const VARIABLES = {
  ASAN_OPTIONS: `detect_leaks=0:detect_stack_use_after_return=1:check_initialization_order=1:allocator_may_return_null=1:${COMMON}`,
  UBSAN_OPTIONS: `print_stacktrace=1:${COMMON}`,
  TSAN_OPTIONS: COMMON,
} as const;

const SCRIPT = [
  ...Object.entries(VARIABLES).map(([name, value]) => `export ${name}="${value}$PWD/${REPORT}"`),
  // One at least is there to be collected.
  `: > ${REPORT}.0`,
  `chmod +x ${PROGRAM}`,
  `exec ./${PROGRAM} "$@" < ${INPUT}`,
].join('\n');

export function runOrder(
  program: Uint8Array,
  { arguments: words, input }: SanitizerCase,
  { overlay, seconds }: Pick<ProgramOrder, 'overlay' | 'seconds'>,
): Omit<ProgramOrder, 'tree'> {
  return {
    argv: ['sh', '-c', SCRIPT, 'program', ...words],
    overlay: { ...overlay, [PROGRAM]: program, [INPUT]: input },
    collect: [`${REPORT}.*`],
    seconds,
  };
}

export function runOutcome(outcome: ProgramOutcome): RunOutcome {
  if (outcome.kind === 'ended') return { kind: 'broken', reason: outcome.reason };
  const { exitCode, files } = outcome;
  const logs = Object.values(files).map((bytes) => new TextDecoder().decode(bytes));
  for (const log of logs) {
    const report = readSanitizerReport(log);
    if (report !== null) return { kind: 'reported', report };
  }
  if (logs.some((log) => log.trim() !== '') || exitCode === REPORTED)
    return {
      kind: 'broken',
      reason: 'it ended as if a sanitizer had reported, and the report cannot be read',
    };
  if (exitCode > FIRST_SIGNAL)
    return { kind: 'broken', reason: `signal ${exitCode - FIRST_SIGNAL} ended it` };
  return { kind: 'clean' };
}
