import { z } from 'zod';
import type { Candidate } from '../../../kernel/candidate.ts';
import { READABLE_EDITS, unifiedDiff } from '../../../workspace/unified-diff.ts';
import { readStory } from '../../cli/candidate-story.ts';
import type { OpenRun } from '../../cli/open-run.ts';
import type { ForeignText } from '../answer.ts';
import { baseOf } from '../base.ts';
import type { Tool } from '../tool.ts';
import { candidateName, storyName, taskName } from '../tool.ts';
import { candidateFacts, feedbackOf, summaryOf } from '../visible-candidate.ts';

const input = z.strictObject({
  task: taskName,
  candidate: candidateName,
  against: candidateName.optional().describe('What the change is shown against; its parent by default'),
});

/** One proposal: what it changed, its visible results and what became of it. */
export const readCandidate: Tool<z.infer<typeof input>> = {
  name: 'read_candidate',
  title: 'Read a candidate',
  description:
    'Gives the change that a candidate made, as a unified diff, with its visible results and what became of it.',
  input,
  readOnly: true,
  answer: ({ task, candidate, against }, { tasks }) =>
    tasks.open(task, (run) => {
      const story = readStory(run.ledger, run.state, storyName(candidate));
      const summary = summaryOf(story);
      const reason = feedbackOf(run.ledger, story)?.reason ?? null;
      const foreign = [
        ...(summary === null ? [] : [{ label: 'summary', text: summary }]),
        ...(reason === null ? [] : [{ label: 'why it did not pass', text: reason }]),
        ...(story.candidate === null ? [] : changeOf(run, story.candidate, against)),
      ];
      return { facts: candidateFacts(run.ledger, story), foreign };
    }),
};

function changeOf(
  run: OpenRun,
  { number, tree, parents }: Candidate,
  against: z.infer<typeof candidateName> | undefined,
): readonly ForeignText[] {
  const before = against ?? parents[0];
  if (before === undefined) return [];
  const base = baseOf(run, before);
  const text = unifiedDiff(run.ledger, base.tree, tree, { maxEditLength: READABLE_EDITS });
  return [{ label: `change from candidate ${base.number} to ${number}`, text }];
}
