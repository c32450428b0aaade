/**
 * What a whole repository costs: 5,000 files in 100 folders, 200 MB, three editable paths. Prints imports, the first
 * candidate on disk, candidates that change one file, one proposal's view of the tree, and whole runs beside the same
 * task without the other files. `node bench/whole-repository.ts [evaluations]`
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '../src/kernel/contracts/ledger.ts';
import { openLedger } from '../src/ledger/sqlite-ledger.ts';
import { candidateFiles } from '../src/oracle/candidate-files.ts';
import { runTask } from '../src/surfaces/run-task.ts';
import type { DefinedTask } from '../src/task/define-task.ts';
import { defineTask } from '../src/task/define-task.ts';
import { importCommit } from '../src/workspace/import-commit.ts';
import { importDirectory } from '../src/workspace/import-directory.ts';
import { pathMatcher } from '../src/workspace/paths.ts';
import { withFile } from '../src/workspace/tree.ts';
import { createViewer } from '../src/workspace/view.ts';
import { numberArgument } from './number-argument.ts';

const FOLDERS = 100;
const FILES_A_FOLDER = 50;
const FILE_BYTES = 40_000;
const RULES = { exclude: [], maximumFileBytes: 2 ** 24 };
const EDITABLE = ['rule.ts', 'd3/*.ts', 'd77/f5.ts'];
const evaluations = numberArgument(1, 200, '[evaluations]');

const ORACLE = `import { defineOracle } from 'fulcrum';
const check = (name, visibility) => ({
  name, slice: name, visibility,
  run: async ({ subject, random }) => {
    let error = 0;
    for (let question = 0; question < 10; question += 1) {
      const input = random.below(1000);
      const answer = await subject.ask(input);
      if (answer.kind === 'threw' || typeof answer.value !== 'number') return { status: 'fail', reason: 'no number' };
      error += Math.abs(answer.value - 2 * input);
    }
    return { status: 'pass', metrics: { error } };
  },
});
export default defineOracle({ checks: [check('known', 'visible'), check('unseen', 'held-out')] });
`;

const scratch = mkdtempSync(join(tmpdir(), 'fulcrum-whole-repository-'));
try {
  const large = makeTask('large', FOLDERS);
  const small = makeTask('small', 0);
  measureParts(large);
  for (const task of [small, large, small, large]) await measureRun(task);
} finally {
  rmSync(scratch, { recursive: true });
}

function makeTask(name: string, folders: number): DefinedTask {
  const directory = join(scratch, name);
  const workspace = join(directory, 'workspace');
  mkdirSync(workspace, { recursive: true });
  writeFileSync(join(directory, 'oracle.ts'), ORACLE);
  writeFileSync(
    join(workspace, 'rule.ts'),
    'export function double(input: number): number {\n  return input + 3;\n}\n',
  );
  for (let folder = 0; folder < folders; folder += 1) {
    mkdirSync(join(workspace, `d${folder}`));
    for (let file = 0; file < FILES_A_FOLDER; file += 1) {
      const line = `export const value = ${folder * FILES_A_FOLDER + file};\n`;
      const text = line + '// filling\n'.repeat(Math.ceil((FILE_BYTES - line.length) / 11));
      writeFileSync(join(workspace, `d${folder}`, `f${file}.ts`), text);
    }
  }
  return defineTask(
    {
      name,
      // The same search in both, so that only the other files make a difference.
      workspace: { editable: ['rule.ts'] },
      subject: { kind: 'node', module: 'rule.ts', export: 'double' },
      objective: { metric: 'error', slice: 'known', direction: 'minimize' },
      slices: { visible: ['known'], heldOut: [{ name: 'unseen', metric: 'error' }] },
      budget: { evaluations },
    },
    directory,
  );
}

function measureParts({ directory }: DefinedTask): void {
  const workspace = join(directory, 'workspace');
  const ledger = openLedger(join(scratch, 'parts'));
  const tree = timed('import of the folder', () => importDirectory(ledger, workspace, RULES));
  timed('its bytes made durable', () => ledger.append([]));
  const clone = join(scratch, 'clone');
  cpSync(workspace, clone, { recursive: true });
  const git = (...parameters: readonly string[]): void =>
    void execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...parameters], {
      cwd: clone,
    });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message=all');
  timed('import of the commit', () => importCommit(ledger, clone, 'HEAD', RULES));
  measureCandidates(ledger, tree);
  measureViews(ledger, tree);
  ledger.close();
}

function measureCandidates(ledger: Ledger, tree: string): void {
  const memory = '/dev/shm';
  const place = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'fulcrum-bench-'));
  const files = candidateFiles(ledger, join(place, 'candidates'), true);
  timed('first tree on disk', () => files.hold(tree));
  const times = Array.from({ length: 60 }, (_, index) => {
    const text = new TextEncoder().encode(`export const value = ${index};\n`);
    const changed = withFile(ledger, tree, `d3/f${index % FILES_A_FOLDER}.ts`, text)!;
    const started = performance.now();
    files.hold(changed);
    const milliseconds = performance.now() - started;
    files.release(changed);
    return milliseconds;
  });
  console.log(
    `candidates that change one file, the first four: ${times.slice(0, 4).map(shown).join(', ')} ms`,
  );
  console.log(
    `the others: median ${shown(median(times.slice(4)))} ms, slowest ${shown(Math.max(...times.slice(4)))} ms`,
  );
  const again = timed('a tree that is there already', () => files.hold(tree));
  files.close();
  rmSync(place, { recursive: true });
  return again;
}

function measureViews(ledger: Ledger, tree: string): void {
  const viewer = createViewer(ledger, pathMatcher(EDITABLE));
  timed('first list of editable files', () => viewer(tree).editable());
  const times = Array.from({ length: 50 }, (_, index) => {
    const changed = withFile(ledger, tree, 'd3/f1.ts', new TextEncoder().encode(`${index}`))!;
    const started = performance.now();
    viewer(changed).editable();
    return performance.now() - started;
  });
  console.log(`list of a changed tree: median ${shown(median(times))} ms`);
}

async function measureRun(task: DefinedTask): Promise<void> {
  const directory = mkdtempSync(join(scratch, 'run-'));
  const started = performance.now();
  let first = 0;
  const judged: number[] = [];
  await runTask(task, {
    directory,
    onEntry: ({ event, observed }) => {
      if (event.type === 'baseline-judged') first = performance.now() - started;
      if (event.type === 'candidate-judged') judged.push(Number(observed['milliseconds']));
    },
  });
  const whole = performance.now() - started;
  const rate = (whole - first) / evaluations;
  console.log(
    `run "${task.task.name}": ${shown(first / 1000)} s to the judged baseline, then ${shown(rate)} ms an evaluation, of a judgement median ${shown(median(judged))} ms`,
  );
}

function timed<Result>(what: string, run: () => Result): Result {
  const started = performance.now();
  const result = run();
  console.log(`${what}: ${shown(performance.now() - started)} ms`);
  return result;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)]!;
}

function shown(value: number): string {
  return value.toPrecision(3);
}
