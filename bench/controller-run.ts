import { createAcceptance } from '../src/acceptance/index.ts';
import type { Ledger } from '../src/kernel/contracts/ledger.ts';
import type { RunParts } from '../src/loop/run-parts.ts';
import { createProposer } from '../src/proposers/index.ts';
import { proposerServices } from '../src/surfaces/proposer-services.ts';
import { createStrategy } from '../src/strategies/index.ts';
import { packageVersion } from '../src/surfaces/version.ts';
import { defineTask } from '../src/task/define-task.ts';
import type { TaskInput } from '../src/task/schema.ts';
import { pathMatcher } from '../src/workspace/paths.ts';
import { buildTree } from '../src/workspace/tree.ts';
import { createViewer } from '../src/workspace/view.ts';
import { hashJudge } from './hash-judge.ts';

const SERVICES = proposerServices({ taskDirectory: '.', runDirectory: '.' }).services;

const SOURCE = `/** Says how much an item likes a bin. */
export function score(item: number, space: number): number {
  if (space > item * 2) return space - item;
  return -(space - item);
}
`;

/** What a benchmark may set. */
export interface ControllerRun {
  readonly ledger: Ledger;
  readonly strategy: TaskInput['strategy'];
  readonly evaluations: number;
  /** Called before every decision. */
  readonly onTurn?: () => void;
}

/** A run with real ledger, strategy and proposer over one small function, judged by a stand-in that costs nothing. */
export function controllerRun({ ledger, strategy, evaluations, onTurn }: ControllerRun): RunParts {
  const { task } = defineTask(
    {
      name: 'controller benchmark',
      workspace: { editable: ['rule.ts'] },
      subject: { kind: 'node', module: 'rule.ts', export: 'score' },
      oracle: { module: 'oracle.ts' },
      objective: { metric: 'error', slice: 'points', direction: 'minimize' },
      slices: { visible: ['points'], heldOut: [{ name: 'unseen', metric: 'error', tolerance: 0 }] },
      // Code of much the same length throughout: what is measured is the archive, not the code.
      proposers: [{ kind: 'mutation', maximumBytes: 400 }],
      strategy,
      budget: { evaluations },
    },
    '/nowhere',
  );
  const editable = pathMatcher(task.workspace.editable);
  const hash = ledger.put(new TextEncoder().encode(SOURCE));
  return {
    task,
    taskHash: 'a'.repeat(64),
    baselineTree: buildTree(ledger, [{ path: 'rule.ts', hash, executable: false }])!,
    edits: { editable, maximumFileBytes: 65_536 },
    view: createViewer(ledger, editable),
    ledger,
    judge: hashJudge(),
    oracleSeed: 'seed',
    proposers: task.proposers.map((source) => createProposer(source, SERVICES)),
    strategy: createStrategy(task.strategy),
    acceptance: createAcceptance(task),
    budget: { ...task.budget },
    version: packageVersion(),
    stopRequested: () => {
      onTurn?.();
      return false;
    },
    now: () => performance.now(),
    onEntry: () => undefined,
  };
}
