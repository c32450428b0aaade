import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { HARBOR_FOLDERS, harborHarness, harborSolution } from '../../audit/harness/harbor.ts';
import { lastWords } from '../../audit/harness/harness.ts';
import type { Hash } from '../../kernel/candidate.ts';
import type { BlobStore } from '../../kernel/contracts/store.ts';
import { changedFiles } from '../../workspace/changes.ts';
import { importDirectory } from '../../workspace/import-directory.ts';
import type { TreeEntry } from '../../workspace/tree.ts';
import { buildTree, findFile, getTree, putTree } from '../../workspace/tree.ts';
import type { PreparedHarness } from '../audit-harness.ts';
import type { HarnessSandbox } from '../harness-sandbox.ts';
import { demandMatch, folderAt, importRules } from './arguments.ts';
import type { HarnessFlags } from './harness-flags.ts';
import { harnessError } from './harness-flags.ts';

const { app, tests, solution, logs } = HARBOR_FOLDERS;
const SOLUTION_SECONDS = 300;

/**
 * A Harbor task without its container: `--workspace` stands for the container's `/app`, and the task's own solution,
 * where it has one, makes the reference of it. What the Dockerfile installs is not there.
 */
export function prepareHarbor(
  store: BlobStore,
  flags: HarnessFlags,
): Pick<PreparedHarness, 'workingDirectory' | 'roots' | 'complete'> {
  if (flags.words.length !== 1)
    throw harnessError("the task's folder is missing", 'audit', 'Name one folder with a task.toml');
  const task = folderAt(flags.words[0]!, 'audit');
  for (const file of ['task.toml', 'tests/test.sh'])
    if (!isFile(join(task, file)))
      throw harnessError(`${file} is missing`, task, 'Name the folder of a Harbor task');
  const rules = importRules(flags);
  const parts: TreeEntry[] = [folder(tests, importDirectory(store, join(task, 'tests'), rules))];
  const solves = isFile(join(task, 'solution/solve.sh'));
  const start =
    flags.workspace === undefined
      ? null
      : importDirectory(store, folderAt(flags.workspace, '--workspace'), rules);
  if (start === null && !solves)
    throw harnessError(
      'the task has no solution, and no --workspace is named',
      task,
      'Name with --workspace a folder as /app is when the task is solved',
    );
  const own = start === null ? [] : [folder(app, start)];
  const solving = solves
    ? putTree(store, [...own, folder(solution, importDirectory(store, join(task, 'solution'), rules))])
    : null;
  const given = flags.editable?.map((glob) => `${app}/${glob}`) ?? null;
  if (given === null && solving === null)
    throw harnessError('--editable is missing', '--editable', 'Say what a candidate may change, as **');

  return { workingDirectory: `/${app}`, roots: [tests, solution, logs], complete };

  async function complete(sandbox: HarnessSandbox): ReturnType<PreparedHarness['complete']> {
    sandbox.expose(logs, ['verifier', 'agent', 'artifacts']);
    sandbox.expose(tests, namesIn(store, parts[0]!.hash));
    const solved = solving === null ? start! : await solve(solving, sandbox);
    const reference = putTree(store, [...parts, folder(app, solved)]);
    const changed = changedFiles(store, start ?? putTree(store, []), solved).map(
      ({ path }) => `${app}/${path}`,
    );
    const editable = given ?? changed.map(escaped);
    demandMatch(store, reference, editable);
    return { harness: harborHarness(basename(task), editable), reference };
  }

  async function solve(tree: Hash, sandbox: HarnessSandbox): Promise<Hash> {
    sandbox.expose(
      solution,
      namesIn(store, getTree(store, tree).find(({ name }) => name === solution)!.hash),
    );
    const outcome = await sandbox.execute(tree, harborSolution(), SOLUTION_SECONDS);
    if (outcome.kind === 'ended') throw unsolved(outcome.reason);
    if (outcome.exitCode !== 0) throw unsolved(`exit code ${outcome.exitCode}: ${lastWords(outcome)}`);
    const files = Object.entries(outcome.files).map(([path, bytes]) => ({
      path: path.slice(app.length + 1),
      hash: store.put(bytes),
      executable:
        findFile(store, tree, path)?.executable ?? Buffer.from(bytes.subarray(0, 2)).toString() === '#!',
    }));
    return buildTree(store, files) ?? putTree(store, []);
  }

  function unsolved(why: string): Error {
    return harnessError(
      `the task's own solution does not run here: ${why}`,
      join(task, 'solution/solve.sh'),
      'It runs without network and without what the Dockerfile installs: name with --workspace the files it needs, and with --tool its tools',
    );
  }
}

function folder(name: string, hash: Hash): TreeEntry {
  return { name, kind: 'folder', hash, executable: false };
}

function namesIn(store: BlobStore, tree: Hash): readonly string[] {
  return getTree(store, tree).map(({ name }) => name);
}

/** A path as a glob that matches nothing else. */
function escaped(path: string): string {
  return path.replaceAll(/[\\*?[\]{}()!+@]/g, '\\$&');
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
