import { existsSync } from 'node:fs';
import { z } from 'zod';
import { FulcrumError } from '../../kernel/errors.ts';
import { pathMatcher } from '../../workspace/paths.ts';
import type { CheckContext, CheckDefinition, CheckOutcome, JudgedFiles, ProgramOrder } from '../define.ts';
import type { CheckPlace } from './check-kind.ts';
import { checkKind } from './check-kind.ts';
import { requireProgram } from './required-tool.ts';
import type { PlacedFinding } from './static/new-findings.ts';
import { newFindings, placeFindings } from './static/new-findings.ts';
import { readSarif } from './static/sarif.ts';
import { newSilencers } from './static/silencers.ts';

const levels = z.enum(['error', 'warning', 'note']);

const options = z.strictObject({
  argv: z
    .tuple([z.string().min(1)], z.string())
    .describe('The tool and its arguments; it prints SARIF 2.1.0 or writes it'),
  output: z
    .string()
    .min(1)
    .default('stdout')
    .describe('"stdout", or the path of the file that the tool writes'),
  tools: z
    .record(z.string().regex(/^[\w.-]+$/), z.string().min(1))
    .default({})
    .describe('Files and folders of this machine, seen by the tool as /fulcrum/tools/<name>'),
  overlay: z
    .record(z.string(), z.string().min(1))
    .default({})
    .describe("Files of the task put over both trees, as the tool's configuration"),
  pinned: z
    .array(z.string().min(1))
    .default([])
    .describe("Globs of files taken from the baseline, as the tool's configuration"),
  levels: z.array(levels).nonempty().default(['error', 'warning']).describe('Levels that count'),
  allow: z.array(z.string()).default([]).describe('Rules that never count'),
  deny: z.array(z.string()).default([]).describe('Rules that count whatever their level'),
  suppressed: z
    .enum(['count', 'allow'])
    .default('count')
    .describe('Whether a finding counts that the code told the tool to keep quiet about'),
  silencers: z
    .array(z.string().min(1))
    .nullable()
    .default(null)
    .describe(
      'Texts that tell a tool to keep quiet; the code may not have more of them. Null: the usual ones',
    ),
  mostBytes: z
    .number()
    .int()
    .positive()
    .default(16 * 2 ** 20)
    .describe('Longest report'),
  seconds: z.number().positive().default(60).describe('Time for one run of the tool'),
});

type Options = z.infer<typeof options>;
type Overlay = NonNullable<ProgramOrder['overlay']>;

/** Paths of `tools` are absolute; `overlay` holds the files themselves. */
export type StaticAnalysisOptions = CheckPlace &
  Omit<z.input<typeof options>, 'overlay'> & { readonly overlay?: Overlay };

/** No findings of a tool that the baseline does not have. */
export const staticCheck = checkKind(options, (given, place, host) => {
  const [program] = given.argv;
  const mend = `Install ${program}, name its folder under \`tools\`, or remove the check`;
  if (program.includes('/') && !program.startsWith('/'))
    throw host.invalid(
      `${program} lies in the workspace, where candidates could change it`,
      'argv',
      'Name its folder under `tools` and start it as /fulcrum/tools/<name>/...',
    );
  const tools = Object.fromEntries(
    Object.entries(given.tools).map(([name, path]) => [name, host.path(path)]),
  );
  const missing = Object.entries(tools).find(([, path]) => !existsSync(path));
  if (missing !== undefined) throw host.invalid(`${missing[1]} does not exist`, `tools.${missing[0]}`, mend);
  if (!program.startsWith('/fulcrum/tools/')) requireProgram(program, place.name, mend);
  const overlay = Object.fromEntries(
    Object.entries(given.overlay).map(([path, file]) => [path, host.read(file)]),
  );
  return noNewFindings(place, { ...given, tools }, overlay);
});

/** The same check for an oracle in TypeScript. */
export function staticAnalysis({
  name,
  slice,
  visibility,
  overlay = {},
  ...given
}: StaticAnalysisOptions): CheckDefinition {
  return noNewFindings({ name, slice, visibility }, options.parse(given), overlay);
}

function noNewFindings(place: CheckPlace, given: Options, overlay: Overlay): CheckDefinition {
  /** Found once for all candidates. */
  let known: readonly PlacedFinding[] | null = null;
  const run = async ({ files, execute, signal }: CheckContext): Promise<CheckOutcome> => {
    const find = async (tree: 'candidate' | 'baseline'): Promise<readonly PlacedFinding[] | string> => {
      const order = orderOf(given, { ...pinned(files, given.pinned), ...overlay });
      const outcome = await execute({ ...order, tree, preparation: tree === 'baseline' });
      signal.throwIfAborted();
      if (outcome.kind === 'ended') return outcome.reason;
      const report = given.output === 'stdout' ? outcome.report : outcome.files[given.output]!;
      if (report.length > given.mostBytes) return `its report has over ${given.mostBytes} bytes`;
      const read = readSarif(report);
      if (read.kind === 'findings') return placeFindings(read.findings, files[tree]);
      const printed = outcome.stderr.trim().slice(-300);
      return `its report cannot be read: ${read.reason}${printed === '' ? '' : ` (${printed})`}`;
    };
    if (known === null) {
      const baseline = await find('baseline');
      if (typeof baseline === 'string') throw toolFailed(place, given.argv, baseline);
      known = baseline;
    }
    const own = files.changed.length === 0 ? known : await find('candidate');
    if (typeof own === 'string')
      return { status: 'fail', reason: `${given.argv[0]} cannot judge it: ${own}` };
    const counted = newFindings(own, known).filter((finding) => counts(finding, given));
    const silenced = newSilencers(files, given.silencers);
    return outcomeOf(counted, silenced, own.length);
  };
  return { ...place, inspects: true, suffices: false, seconds: 2 * given.seconds, run };
}

/** Reports of the oracle's own tool are trusted no further than this: what it found in a candidate is only shown. */
const SHOWN = 10;

function outcomeOf(
  counted: readonly PlacedFinding[],
  silenced: readonly string[],
  all: number,
): CheckOutcome {
  const metrics = { findings: all, newFindings: counted.length, newSilencers: silenced.length };
  const [first] = counted;
  if (first !== undefined) {
    const reason = `${counted.length} new ${counted.length === 1 ? 'finding' : 'findings'}, the first of ${placeOf(first)}`;
    const evidence = {
      findings: counted.slice(0, SHOWN).map(({ rule, level, path, line, message, suppressed }) => ({
        ...{ rule: rule.slice(0, 100), level, line, suppressed },
        ...{ path: path?.slice(0, 200) ?? null, message: message.slice(0, 200) },
      })),
    };
    return { status: 'fail', reason, metrics, evidence };
  }
  if (silenced.length > 0)
    return {
      status: 'fail',
      reason: `the code tells a tool to keep quiet where the baseline does not: ${silenced[0]}`,
      metrics,
      evidence: { silencers: silenced.slice(0, SHOWN) },
    };
  return { status: 'pass', metrics };
}

function placeOf({ rule, path, line }: PlacedFinding): string {
  const where = path === null ? '' : ` at ${path.slice(0, 200)}${line === null ? '' : `:${line}`}`;
  return `${rule === '' ? 'a rule without a name' : rule.slice(0, 100)}${where}`;
}

function counts({ rule, level, suppressed }: PlacedFinding, given: Options): boolean {
  if (suppressed && given.suppressed === 'allow') return false;
  if (given.deny.includes(rule)) return true;
  return given.levels.includes(level) && !given.allow.includes(rule);
}

function orderOf(
  { argv, output, tools, seconds, mostBytes }: Options,
  overlay: Overlay,
): Omit<ProgramOrder, 'tree'> {
  const common = { argv, tools, overlay, seconds };
  return output === 'stdout'
    ? { ...common, report: { from: 'stdout', bytes: mostBytes } }
    : // One that the candidate brought along would be taken for the tool's.
      { ...common, overlay: { ...overlay, [output]: null }, collect: [output] };
}

/** Files as the baseline has them, and without those that it has not. */
function pinned(
  { candidate, baseline }: JudgedFiles,
  globs: readonly string[],
): { readonly [path: string]: Uint8Array | null } {
  const isPinned = pathMatcher(globs);
  const paths = new Set([...candidate.paths, ...baseline.paths].filter((path) => isPinned(path)));
  return Object.fromEntries([...paths].map((path) => [path, baseline.bytes(path)]));
}

function toolFailed({ name }: CheckPlace, argv: readonly string[], why: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_CHECK_TOOL_FAILED',
    domain: 'oracle',
    what: `${argv.join(' ').slice(0, 200)} cannot judge the baseline: ${why}`,
    where: `oracle.checks, check "${name}"`,
    mend: 'Run it over the unmodified workspace by hand: it must end with a SARIF 2.1.0 report',
  });
}
