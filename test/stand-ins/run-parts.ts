import { createAcceptance } from '../../src/acceptance/index.ts';
import type { Judge } from '../../src/kernel/contracts/judge.ts';
import type { Ledger, StoredEntry } from '../../src/kernel/contracts/ledger.ts';
import type { Proposer } from '../../src/kernel/contracts/proposer.ts';
import type { Task } from '../../src/kernel/task.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import type { RunParts } from '../../src/loop/run-parts.ts';
import { createProposer } from '../../src/proposers/index.ts';
import { proposerServices } from '../../src/surfaces/proposer-services.ts';
import { createStrategy } from '../../src/strategies/index.ts';
import { pathMatcher } from '../../src/workspace/paths.ts';
import { buildTree } from '../../src/workspace/tree.ts';
import { createViewer } from '../../src/workspace/view.ts';
import { standInJudge } from './judge.ts';
import { makeFolder } from './made-folders.ts';
import { CURVE_SOURCE } from './tasks.ts';

const SERVICES = proposerServices({ taskDirectory: '.', runDirectory: '.' }).services;

export interface PartsOptions {
  readonly task: Task;
  readonly ledger: Ledger;
  readonly judge?: Judge;
  readonly proposers?: readonly Proposer[];
  readonly onEntry?: (entry: StoredEntry) => void;
}

/** A run over the curve workspace with real ledger, strategy and proposer; the judge is a stand-in unless given. */
export function runParts({ task, ledger, judge, proposers, onEntry }: PartsOptions): RunParts {
  const files = { 'curve.ts': CURVE_SOURCE, 'protected.ts': 'export const secret = 1;\n' };
  const entries = Object.entries(files).map(([path, text]) => {
    return { path, hash: ledger.put(new TextEncoder().encode(text)), executable: false };
  });
  const editable = pathMatcher(task.workspace.editable);
  return {
    task,
    taskHash: 'a'.repeat(64),
    baselineTree: buildTree(ledger, entries)!,
    edits: { editable, maximumFileBytes: 65_536 },
    view: createViewer(ledger, editable),
    ledger,
    judge: judge ?? standInJudge(ledger, { workers: 2 }),
    oracleSeed: 'seed',
    proposers: proposers ?? task.proposers.map((source) => createProposer(source, SERVICES)),
    strategy: createStrategy(task.strategy),
    acceptance: createAcceptance(task),
    budget: null,
    version: 'test',
    stopRequested: () => false,
    now: () => performance.now(),
    onEntry: onEntry ?? (() => undefined),
  };
}

export function temporaryLedger(): { readonly directory: string; readonly ledger: Ledger } {
  const directory = makeFolder('fulcrum-test-');
  return { directory, ledger: openLedger(directory) };
}
