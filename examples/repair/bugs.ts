import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutateJavaScript } from '../../src/audit/mutants/javascript.ts';
import type { Random } from '../../src/kernel/random.ts';
import { MINIMIST } from './oracle/recorded-tests.ts';

/** A single mutation of minimist that at least one of its own tests notices. */
export interface Bug {
  /** Its number among all of them. */
  readonly id: string;
  /** Stryker's name for the kind of mutation. */
  readonly mutator: string;
  /** What was written instead of what, in one line. */
  readonly change: string;
  /** The parser with the bug. */
  readonly source: string;
  /** Names of the tests that fail. */
  readonly failing: readonly string[];
}

/**
 * Stryker's mutators that change one operator or literal. The others take a whole condition, block, text or pattern
 * away, and what is nowhere in the program no proposer without a model writes again.
 */
const MUTATORS: ReadonlySet<string> = new Set([
  'ArithmeticOperator',
  'AssignmentOperator',
  'BooleanLiteral',
  'EqualityOperator',
  'LogicalOperator',
  'UnaryOperator',
  'UpdateOperator',
]);

/**
 * Some of the bugs that these mutators put into minimist, drawn without looking at how hard they are to mend. Left out
 * are only those that no test notices and those with which the parser cannot be loaded or never ends.
 */
export async function drawBugs(count: number, random: Random): Promise<readonly Bug[]> {
  const left = (await allMutants()).filter(({ mutator }) => MUTATORS.has(mutator));
  const bugs: Bug[] = [];
  while (bugs.length < count && left.length > 0) {
    const [mutant] = left.splice(random.below(left.length), 1);
    const run = runTests(mutant!.source, []);
    if (run !== null && run.failing.length > 0) bugs.push({ ...mutant!, failing: run.failing });
  }
  return bugs;
}

async function allMutants(): Promise<readonly Omit<Bug, 'failing'>[]> {
  const mutants = await mutateJavaScript('index.js', readFileSync(join(MINIMIST, 'index.js'), 'utf8'));
  return mutants.map(({ operator, change, text }, index) => ({
    id: String(index),
    mutator: operator,
    change,
    source: text,
  }));
}

/** Time for all tests together: they take the original a few milliseconds. */
const PATIENCE_MILLISECONDS = 10_000;

/** What `run-tests.ts` prints. */
export interface SuiteRun {
  readonly failing: readonly string[];
  /** From 0 to 1 for each line of the source. */
  readonly suspicion: readonly number[];
}

/**
 * Runs all tests of minimist on a source, or those named; null when they do not end. In a process of its own, for a bug
 * may be a loop without end; what Stryker makes of minimist is no hostile code.
 */
export function runTests(source: string, names: readonly string[]): SuiteRun | null {
  const program = join(import.meta.dirname, 'run-tests.ts');
  const { status, stdout } = spawnSync(process.execPath, [program, ...names], {
    input: source,
    timeout: PATIENCE_MILLISECONDS,
    encoding: 'utf8',
  });
  return status === 0 ? (JSON.parse(stdout) as SuiteRun) : null;
}
