import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { FulcrumError } from '../../../kernel/errors.ts';
import { changeOf, inboxOf, listInbox } from '../../../proposers/inbox/inbox.ts';
import { readStory } from '../../cli/candidate-story.ts';
import type { OpenRun } from '../../cli/open-run.ts';
import { readOn } from '../../cli/open-run.ts';
import type { Answer } from '../answer.ts';
import type { Tool } from '../tool.ts';
import { taskName } from '../tool.ts';
import { candidateFacts, feedbackOf } from '../visible-candidate.ts';

const input = z.strictObject({
  task: taskName,
  submission: z.int().min(1).describe('The number that submit_candidate gave'),
  waitSeconds: z.number().min(0).max(50).default(0).describe('Wait this long at most for the decision'),
});

const POLL_MILLISECONDS = 250;

/** What became of a submission: it waits, is under way, was refused, or was decided. */
export const getFeedback: Tool<z.infer<typeof input>> = {
  name: 'get_feedback',
  title: 'Get feedback',
  description:
    'Says what became of a submission: waiting, under-way, refused before it was judged (and the kind of refusal), or decided, with the decision and the visible results.',
  input,
  readOnly: true,
  answer: ({ task, submission, waitSeconds }, { tasks }, signal) =>
    tasks.open(task, async (opened) => {
      const until = performance.now() + waitSeconds * 1000;
      let answer = answerOn(opened, submission);
      let answered: string | null = null;
      while (!isOver(answer) && !signal.aborted && performance.now() < until) {
        await sleep(Math.min(POLL_MILLISECONDS, Math.max(0, until - performance.now())));
        // Before the answer: what comes meanwhile is asked about again.
        const now = standOf(opened);
        if (now !== answered) answer = answerOn(readOn(opened), submission);
        answered = now;
      }
      return answer;
    }),
};

function isOver({ facts }: Answer): boolean {
  return facts['outcome'] === 'decided' || facts['outcome'] === 'refused';
}

/** Another text whenever the answer may be another one. */
function standOf({ ledger, directory }: OpenRun): string {
  return `${ledger.head()?.sequence ?? 0} ${changeOf(inboxOf(directory, 'mcp'))}`;
}

function answerOn(run: OpenRun, submission: number): Answer {
  const item = listInbox(inboxOf(run.directory, 'mcp')).find(({ id }) => id === submission);
  if (item === undefined) throw unknown(submission);
  const { takenBy } = item;
  if (takenBy === null) return { facts: { submission, outcome: 'waiting', run: run.state.phase } };
  if (run.ledger.entriesOf(takenBy).length === 0)
    return { facts: { submission, outcome: 'under-way', candidate: takenBy, run: run.state.phase } };
  const story = readStory(run.ledger, run.state, String(takenBy));
  const reason = feedbackOf(run.ledger, story)?.reason ?? null;
  return {
    facts: { submission, ...candidateFacts(run.ledger, story), run: run.state.phase },
    foreign: reason === null ? [] : [{ label: 'why it did not pass', text: reason }],
  };
}

function unknown(submission: number): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MCP_SUBMISSION',
    domain: 'usage',
    what: `nothing was submitted under the number ${submission}`,
    where: 'get_feedback',
    mend: 'Give the number that submit_candidate gave',
  });
}
