import { z } from 'zod';
import type { CandidateStory } from '../../cli/candidate-story.ts';
import { readStory } from '../../cli/candidate-story.ts';
import type { OpenRun } from '../../cli/open-run.ts';
import type { Tool } from '../tool.ts';
import { taskName } from '../tool.ts';
import { candidateFacts, summaryOf } from '../visible-candidate.ts';

const input = z.strictObject({
  task: taskName,
  limit: z.int().min(1).max(100).default(20),
  before: z.int().min(1).optional().describe('Only candidates with a smaller number: the next page'),
});

/** Earlier proposals, newest first: their visible results and what became of them. Costs the same however many there are. */
export const listCandidates: Tool<z.infer<typeof input>> = {
  name: 'list_candidates',
  title: 'List candidates',
  description:
    'Lists earlier proposals, newest first, with their visible results and what became of them. Use it to not repeat what failed.',
  input,
  readOnly: true,
  answer: ({ task, limit, before }, { tasks }) =>
    tasks.open(task, (run) => {
      const stories = storiesBefore(run, Math.min(before ?? Infinity, run.state.decided + 1), limit);
      const last = stories.at(-1)?.number ?? 0;
      const summaries = stories.map((story) => `${story.number}: ${summaryOf(story) ?? 'not described'}`);
      return {
        facts: {
          candidates: stories.map((story) => candidateFacts(run.ledger, story)),
          next: last > 0 ? last : null,
        },
        foreign: stories.length === 0 ? [] : [{ label: 'summaries', text: summaries.join('\n') }],
      };
    }),
};

function storiesBefore({ ledger, state }: OpenRun, end: number, limit: number): readonly CandidateStory[] {
  const first = Math.max(0, end - limit);
  return Array.from({ length: end - first }, (_, index) => end - 1 - index).map((number) =>
    readStory(ledger, state, String(number)),
  );
}
