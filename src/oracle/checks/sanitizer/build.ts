import type { ProgramOrder, ProgramOutcome } from '../../define.ts';

/** What a program is watched for. One at a time: together they report to different places, or cannot be linked. */
export type Sanitizer = 'address' | 'undefined' | 'thread';

export interface BuildFacts {
  readonly compiler: string;
  readonly flags: readonly string[];
  readonly libraries: readonly string[];
  /** In the tree, once the overlay lies over it. */
  readonly sources: readonly string[];
  readonly overlay: NonNullable<ProgramOrder['overlay']>;
  readonly seconds: number;
}

export type BuildOutcome =
  | { readonly kind: 'built'; readonly program: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: string; readonly printed: string };

const PROGRAM = '.fulcrum-program';
const PREPROCESSED = '.fulcrum-preprocessed';
/** Exit codes of the steps before the last one. */
const NOT_PREPROCESSED = 113;
const ADDRESSES_SANITIZER = 114;

/** Code that speaks to the sanitizer, or asks not to be watched. Looked for behind macros: they could write anything. */
const ADDRESSING =
  'no_sanitize|no_address_safety|disable_sanitizer|__(a|ub|t|l|m|hw)san_|__sanitizer_|san_default_options';

/** The order that builds the program. Nothing of the candidate runs in its sandbox: the compiler alone does. */
export function buildOrder(sanitizer: Sanitizer, facts: BuildFacts): Omit<ProgramOrder, 'tree'> {
  const { compiler, flags, libraries, overlay, seconds } = facts;
  const sources = facts.sources.map((path) => `./${path}`);
  const preprocess = [compiler, ...flags, '-E', ...sources];
  const compile = [
    ...[compiler, '-g', '-O1', '-fno-omit-frame-pointer', '-pthread', ...flags],
    // Behind the user's own, which then cannot switch them off.
    ...[`-fsanitize=${sanitizer}`, '-fno-sanitize-recover=all'],
    ...[...sources, '-o', PROGRAM, ...libraries.map((name) => `-l${name}`)],
  ];
  const script = [
    // Collected whatever happens; empty when it could not be built.
    `rm -rf ${PROGRAM} && : > ${PROGRAM}`,
    `${shellWords(preprocess)} > ${PREPROCESSED} || exit ${NOT_PREPROCESSED}`,
    `if grep -oaE -m 1 ${shellWords([ADDRESSING])} ${PREPROCESSED}; then exit ${ADDRESSES_SANITIZER}; fi`,
    `rm -f ${PREPROCESSED}`,
    shellWords(compile),
  ].join('\n');
  return {
    argv: ['sh', '-c', script],
    overlay,
    seconds,
    collect: [PROGRAM],
  };
}

export function buildOutcome(outcome: ProgramOutcome): BuildOutcome {
  if (outcome.kind === 'ended')
    return { kind: 'failed', reason: `its build ended: ${outcome.reason}`, printed: '' };
  const { exitCode, stdout, stderr, files } = outcome;
  if (exitCode === ADDRESSES_SANITIZER) {
    const reason = `its code addresses the sanitizer: ${stdout.trim().slice(0, 100)}`;
    return { kind: 'failed', reason, printed: '' };
  }
  const program = files[PROGRAM];
  if (exitCode !== 0 || program === undefined || program.length === 0)
    return { kind: 'failed', reason: 'it does not compile', printed: stderr.slice(0, 1000) };
  return { kind: 'built', program };
}

/** Words as a POSIX shell reads them. */
function shellWords(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
}
