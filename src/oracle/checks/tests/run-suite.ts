import type { Companions, TreeName } from '../../check-context.ts';
import { freshNonce } from '../../wire.ts';
import { supportFiles } from './runner.ts';
import type { TestRunner } from './runner.ts';
import type { ReadReport } from './suite-report.ts';
import type { Overlay } from './suite-tree.ts';

/** How a suite is started, the same for every tree. */
export interface SuiteProgram {
  readonly runner: TestRunner;
  /** Program and arguments without the files of the suite. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** Of the JUnit file, where the runner leaves one. */
  readonly reportFile: string | null;
  readonly tools: { readonly [name: string]: string };
  readonly links: { readonly [path: string]: string };
  readonly environment: { readonly [name: string]: string };
  readonly reportBytes: number;
  /** Of one run. */
  readonly seconds: number;
}

export interface SuiteRun {
  readonly report: ReadReport;
  /** What it printed last, for people who look for the cause. */
  readonly output: string;
}

/**
 * Runs a suite once over a tree, in a fresh sandbox.
 *
 * @param preparation true for a run that serves all candidates
 */
export async function runSuite(
  execute: Companions['execute'],
  suite: SuiteProgram,
  order: {
    readonly tree: TreeName;
    readonly overlay: Overlay;
    readonly files: readonly string[];
    readonly preparation: boolean;
  },
): Promise<SuiteRun> {
  const { runner } = suite;
  const nonce = freshNonce();
  const bytes = suite.reportBytes;
  const outcome = await execute({
    tree: order.tree,
    argv: [suite.program, ...runner.arguments(order.files, suite.arguments)],
    overlay: { ...order.overlay, ...supportFiles(runner) },
    tools: suite.tools,
    links: suite.links,
    environment: { ...runner.environment, ...suite.environment },
    ...(runner.report === 'descriptor' ? { report: { from: 'descriptor', nonce, bytes } } : {}),
    ...(runner.report === 'stdout' ? { report: { from: 'stdout', bytes } } : {}),
    ...(suite.reportFile === null ? {} : { collect: [suite.reportFile] }),
    preparation: order.preparation,
    seconds: suite.seconds,
  });
  if (outcome.kind === 'ended') return { report: { kind: 'unreadable', reason: outcome.reason }, output: '' };
  const output = `${outcome.stdout}\n${outcome.stderr}`.trim();
  const report = suite.reportFile === null ? outcome.report : outcome.files[suite.reportFile]!;
  if (report.length > bytes)
    return { report: { kind: 'unreadable', reason: `its report was longer than ${bytes} bytes` }, output };
  return { report: runner.read(report, nonce), output };
}
