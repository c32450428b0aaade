import { z } from 'zod';
import type { JsonObject } from '../../../kernel/json.ts';
import { pathMatcher } from '../../../workspace/paths.ts';
import { createViewer } from '../../../workspace/view.ts';
import type { OpenRun } from '../../cli/open-run.ts';
import { goalText } from '../../goal-text.ts';
import { languagesOf } from '../languages.ts';
import { runFacts, submissionOptions } from '../run-facts.ts';
import type { Tool } from '../tool.ts';
import { taskName } from '../tool.ts';

/** What a task is after, as far as proposers may know it. */
export const readTask: Tool<{ readonly task: string }> = {
  name: 'read_task',
  title: 'Read a task',
  description:
    'Gives the goal of a task, the objectives that results are shown for, which files may be changed, and how changes can be submitted.',
  input: z.strictObject({ task: taskName }),
  readOnly: true,
  answer: ({ task }, { tasks }) => tasks.open(task, (run) => ({ facts: taskFacts(run) })),
};

function taskFacts(run: OpenRun): JsonObject {
  const { ledger, state, task } = run;
  const { editable, maximumFileBytes } = task.workspace;
  const files = createViewer(ledger, pathMatcher(editable))(state.baselineCandidate!.tree);
  const options = submissionOptions(task);
  const objectives = task.objectives.filter(({ slice }) => task.slices.visible.includes(slice));
  return {
    task: task.name,
    goal: goalText(task),
    objectives: objectives.map(({ metric, slice, direction }) => ({ metric, slice, direction })),
    languages: languagesOf(files.editable()),
    editable,
    maximumFileBytes,
    submissionLimits: options === null ? null : { ...options.limits },
    ...runFacts(run),
  };
}
