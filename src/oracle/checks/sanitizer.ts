import { z } from 'zod';
import type { Random } from '../../kernel/random.ts';
import { pathMatcher } from '../../workspace/paths.ts';
import type { CheckContext, CheckDefinition, CheckOutcome, ProgramOrder } from '../define.ts';
import type { CheckHost, CheckPlace } from './check-kind.ts';
import { checkKind } from './check-kind.ts';
import { inputsSchema, loadInputs } from './inputs.ts';
import { requireProgram } from './required-tool.ts';
import { buildOrder, buildOutcome } from './sanitizer/build.ts';
import type { SanitizerCase } from './sanitizer/execution.ts';
import { runOrder, runOutcome } from './sanitizer/execution.ts';

const known = z.enum(['address', 'undefined', 'thread']);

const options = z.strictObject({
  sources: z.array(z.string().min(1)).nonempty().describe('Globs of the files that are compiled'),
  overlay: z
    .record(z.string(), z.string().min(1))
    .default({})
    .describe('Files of the task put over the tree by path, as the one with `main`'),
  compiler: z.enum(['gcc', 'g++', 'clang', 'clang++']).default('gcc'),
  flags: z.array(z.string().min(1)).default([]),
  libraries: z
    .array(z.string().regex(/^[\w.+-]+$/))
    .default([])
    .describe('As "m" for -lm'),
  sanitizers: z.array(known).nonempty().default(['address', 'undefined']),
  cases: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('JSON lines, each {"arguments": [texts], "input": text}; null runs it once without either'),
  inputs: inputsSchema
    .nullable()
    .default(null)
    .describe('Draws the arguments instead, texts as they are and others as JSON'),
  runs: z.number().int().positive().max(1000).default(10).describe('How many are drawn'),
  buildSeconds: z.number().positive().default(60).describe('Time for one build'),
  seconds: z.number().positive().default(10).describe('Time for one run'),
});

/** Nothing for the sanitizers of gcc or clang to report. */
export const sanitizerCheck = checkKind(options, async (given, place, host) => {
  requireProgram(
    given.compiler,
    place.name,
    `Install the compiler and its sanitizer libraries (on Debian: apt-get install ${given.compiler}), or remove the check`,
  );
  const overlay = Object.fromEntries(
    Object.entries(given.overlay).map(([path, file]) => [path, host.read(file)]),
  );
  return noSanitizerReports(place, { ...given, overlay, cases: await casesOf(given, host) });
});

/** `overlay` holds the files themselves; `cases` are the runs, or draw them: at most `most`. */
export type SanitizerOptions = CheckPlace &
  Omit<z.input<typeof options>, 'cases' | 'inputs' | 'overlay' | 'runs'> & {
    readonly overlay?: Overlay;
    readonly cases?: readonly SanitizerCase[] | CaseSource;
  };

type Overlay = NonNullable<ProgramOrder['overlay']>;

type Options = Omit<z.infer<typeof options>, 'cases' | 'inputs' | 'overlay' | 'runs'> & {
  readonly overlay: Overlay;
  readonly cases: CaseSource;
};

interface CaseSource {
  readonly most: number;
  readonly draw: (random: Random) => readonly SanitizerCase[];
}

const BARE_CASE: SanitizerCase = { arguments: [], input: '' };

/** The same check for an oracle in TypeScript. */
export function sanitizer({
  name,
  slice,
  visibility,
  overlay = {},
  cases = [BARE_CASE],
  ...given
}: SanitizerOptions): CheckDefinition {
  const source = 'draw' in cases ? cases : { most: cases.length, draw: () => cases };
  return noSanitizerReports({ name, slice, visibility }, { ...options.parse(given), overlay, cases: source });
}

function noSanitizerReports(place: CheckPlace, given: Options): CheckDefinition {
  const sanitizers = new Set(given.sanitizers);
  const isSource = pathMatcher(given.sources);
  const run = async ({ files, execute, random, signal }: CheckContext): Promise<CheckOutcome> => {
    const cases = given.cases.draw(random);
    const sources = [...new Set([...files.candidate.paths, ...Object.keys(given.overlay)])]
      .filter((path) => isSource(path))
      .toSorted();
    if (sources.length === 0) return { status: 'fail', reason: 'none of its files is a source' };
    for (const watching of sanitizers) {
      const facts = { ...given, sources, seconds: given.buildSeconds };
      const build = buildOutcome(await execute({ ...buildOrder(watching, facts), tree: 'candidate' }));
      signal.throwIfAborted();
      if (build.kind === 'failed')
        return { status: 'fail', reason: build.reason, evidence: { printed: build.printed } };
      for (const [index, one] of cases.entries()) {
        const outcome = runOutcome(
          await execute({ ...runOrder(build.program, one, given), tree: 'candidate' }),
        );
        signal.throwIfAborted();
        const evidence = { case: index, sanitizer: watching };
        if (outcome.kind === 'reported') {
          const { kind, frames } = outcome.report;
          const where = frames[0] === undefined ? '' : ` in ${frames[0]}`;
          return {
            status: 'fail',
            reason: `${kind}${where}`,
            evidence: { ...evidence, kind, frames: [...frames] },
          };
        }
        if (outcome.kind === 'broken') return { status: 'fail', reason: outcome.reason, evidence };
      }
    }
    return { status: 'pass', metrics: { cases: cases.length, sanitizers: sanitizers.size } };
  };
  const seconds = sanitizers.size * (given.buildSeconds + given.cases.most * given.seconds);
  // What reports is linked into the code it watches, which could keep it quiet.
  return { ...place, grade: 'same-process', inspects: true, suffices: false, seconds, run };
}

const caseLine = z.strictObject({
  arguments: z.array(z.string()).default([]),
  input: z.string().default(''),
});

async function casesOf(
  { cases, inputs, runs }: z.infer<typeof options>,
  host: CheckHost,
): Promise<CaseSource> {
  if (cases !== null && inputs !== null)
    throw host.invalid('it has both `cases` and `inputs`', 'cases', 'Remove one of them');
  if (inputs !== null) {
    const source = await loadInputs(inputs, host);
    return {
      most: runs,
      draw: (random) =>
        Array.from({ length: runs }, () => ({
          arguments: source.draw(random).arguments.map(wordOf),
          input: '',
        })),
    };
  }
  const read = cases === null ? [BARE_CASE] : readCases(cases, host);
  return { most: read.length, draw: () => read };
}

/** As a program is given it: no word of a command line can hold the character 0. */
function wordOf(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('\0', '');
}

function readCases(file: string, host: CheckHost): readonly SanitizerCase[] {
  const lines = new TextDecoder().decode(host.read(file)).split('\n');
  const cases = lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = caseLine.safeParse(jsonOf(line));
    if (parsed.success && parsed.data.arguments.every((word) => !word.includes('\0'))) return [parsed.data];
    const what = `line ${index + 1} of ${file} is no case`;
    throw host.invalid(what, 'cases', 'Write {"arguments": ["..."], "input": "..."} on each line');
  });
  if (cases.length === 0)
    throw host.invalid(`${file} holds no case`, 'cases', 'Add cases or leave `cases` out');
  return cases;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
