import { dirname, sep } from 'node:path';
import { commandHarness } from '../../audit/harness/command.ts';
import type { ForeignHarness } from '../../audit/harness/harness.ts';
import { openEvolveHarness } from '../../audit/harness/openevolve.ts';
import type { BlobStore } from '../../kernel/contracts/store.ts';
import { importDirectory } from '../../workspace/import-directory.ts';
import { pathFault } from '../../workspace/paths.ts';
import type { PreparedHarness } from '../audit-harness.ts';
import { demandMatch, fileAt, folderAt, importRules, noWords, pathBelow, toolsOf } from './arguments.ts';
import type { HarnessFlags } from './harness-flags.ts';
import { checkHarnessFlags, demanded, harnessError } from './harness-flags.ts';
import { prepareHarbor } from './prepare-harbor.ts';
import { reportReader } from './report-reader.ts';

/**
 * Finds and reads everything a foreign harness is made of, before anything runs.
 *
 * @throws FulcrumError `FULCRUM_E_AUDIT_HARNESS` for options that are missing, useless or name what is not there
 */
export function prepareHarness(store: BlobStore, flags: HarnessFlags): PreparedHarness {
  checkHarnessFlags(flags);
  const tools = toolsOf(flags.tool ?? []);
  switch (flags.harness) {
    case 'openevolve':
      return { store, tools, ...PLAIN, complete: prepareOpenEvolve(store, flags) };
    case 'command':
      return { store, tools, ...PLAIN, complete: prepareCommand(store, flags) };
    case 'harbor':
      return { store, tools, ...prepareHarbor(store, flags) };
  }
}

type Complete = PreparedHarness['complete'];

const PLAIN = { workingDirectory: '/scratch', roots: [] } as const;

function prepareOpenEvolve(store: BlobStore, flags: HarnessFlags): Complete {
  noWords(flags);
  const evaluator = fileAt(demanded(flags.evaluator, '--evaluator', 'Name the evaluator.py'), '--evaluator');
  const program = fileAt(
    demanded(flags.program, '--program', 'Name the program that the evaluator is given'),
    '--program',
  );
  const root = folderAt(flags.workspace ?? commonFolder(evaluator, program), '--workspace');
  const paths = [evaluator, program].map((file) => pathBelow(root, file)) as [string, string];
  if (!paths.every((path) => path.endsWith('.py')))
    throw harnessError(
      'an evaluator and its program are Python',
      paths.join(', '),
      'Name files that end in .py',
    );
  const tree = importDirectory(store, root, importRules(flags));
  return async () => ({
    harness: openEvolveHarness({ evaluator: paths[0], program: paths[1] }),
    reference: tree,
  });
}

function prepareCommand(store: BlobStore, flags: HarnessFlags): Complete {
  if (flags.words.length === 0)
    throw harnessError('the command is missing', 'audit', 'Give it after --, as in: -- node --test');
  const root = folderAt(
    demanded(flags.workspace, '--workspace', 'Name the folder the command is started in'),
    '--workspace',
  );
  const editable = demanded(flags.editable, '--editable', "Say what a candidate may change, as 'src/**'");
  const tree = importDirectory(store, root, importRules(flags));
  demandMatch(store, tree, editable);
  const { report: path } = flags;
  if (path !== undefined && pathFault(path) !== null)
    throw harnessError(`the path ${pathFault(path)}`, '--report', 'Name a file by its path in the workspace');
  const report = path === undefined ? null : { path, read: reportReader(path) };
  const harness: ForeignHarness = commandHarness({ editable, argv: flags.words, report });
  return async () => ({ harness, reference: tree });
}

/** The folder of an evaluator, where its program lies below it; else the nearest that holds both. */
function commonFolder(evaluator: string, program: string): string {
  let folder = dirname(evaluator);
  while (!program.startsWith(`${folder}${sep}`) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
