import type { JsonObject } from '../../kernel/json.ts';
import type { Task } from '../../kernel/task.ts';
import type { McpOptions } from '../../proposers/mcp/options.ts';
import { mcpOptions } from '../../proposers/mcp/options.ts';
import type { OpenRun } from '../cli/open-run.ts';

/** Where a run stands, in figures that every proposer may know. */
export function runFacts({ state, task }: OpenRun): JsonObject {
  return {
    run: state.phase,
    takesSubmissions: submissionOptions(task) !== null,
    proposalsDecided: state.decided,
    evaluations: { used: state.spending.evaluations, limit: task.budget.evaluations },
    incumbent: state.incumbent?.candidate.number ?? 0,
  };
}

/** How a run takes submissions; null when it takes none. */
export function submissionOptions({ proposers }: Pick<Task, 'proposers'>): McpOptions | null {
  const source = proposers.find(({ kind }) => kind === 'mcp');
  return source === undefined ? null : mcpOptions(source.options);
}
