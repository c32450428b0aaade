import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { ProposingParts } from '../loop/3-propose.ts';
import { createProposer } from '../proposers/index.ts';
import { createStrategy } from '../strategies/index.ts';
import { pathMatcher } from '../workspace/paths.ts';
import { createViewer } from '../workspace/view.ts';
import { proposerServices } from './proposer-services.ts';
import { startedTask } from './started-task.ts';

/** What the proposals of a recorded run followed from, made again from its ledger alone. */
export function recordedParts(ledger: Ledger): ProposingParts {
  const task = startedTask(ledger);
  // Only proposers that need nothing but their random stream are ever asked again.
  const { services } = proposerServices({ taskDirectory: '.', runDirectory: '.' });
  const editable = pathMatcher(task.workspace.editable);
  return {
    task,
    strategy: createStrategy(task.strategy),
    proposers: task.proposers.map((source) => createProposer(source, services)),
    edits: { editable, maximumFileBytes: task.workspace.maximumFileBytes },
    view: createViewer(ledger, editable),
    ledger,
  };
}
