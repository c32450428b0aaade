import { z } from 'zod';
import { AUTHOR_KINDS } from '../../../kernel/authorship.ts';
import type { FileEdit } from '../../../kernel/contracts/proposer.ts';
import { FulcrumError } from '../../../kernel/errors.ts';
import { plainText } from '../../../kernel/plain-text.ts';
import { inboxOf, listInbox, submit } from '../../../proposers/inbox/inbox.ts';
import type { McpOptions } from '../../../proposers/mcp/options.ts';
import { readStatedChange, statedChange } from '../../../proposers/stated-change.ts';
import type { EditFault } from '../../../workspace/edit-fault.ts';
import { pathMatcher } from '../../../workspace/paths.ts';
import { createViewer } from '../../../workspace/view.ts';
import { sanitise } from '../../cli/display/sanitise.ts';
import type { OpenRun } from '../../cli/open-run.ts';
import { admissionFault, inboxEntry } from '../../inbox-entry.ts';
import type { Answer } from '../answer.ts';
import { baseOf } from '../base.ts';
import { submissionOptions } from '../run-facts.ts';
import type { Tool, ToolContext } from '../tool.ts';
import { candidateName, taskName } from '../tool.ts';

const input = z.strictObject({
  task: taskName,
  base: candidateName.default('incumbent').describe('The candidate that is changed'),
  ...statedChange,
  summary: z.string().min(1).max(1000).describe('What is changed and why it should help, in one line'),
  author: z
    .strictObject({
      kind: z.enum(AUTHOR_KINDS).default('unknown'),
      family: z.string().min(1).max(100).optional().describe('Model family, as claude; or a name'),
    })
    .prefault({})
    .describe('Who made the change. Put on record as a statement that nobody checked'),
});

type Input = z.infer<typeof input>;

/** Puts a change into the inbox of the running run, where it waits for its turn to be judged. */
export const submitCandidate: Tool<Input> = {
  name: 'submit_candidate',
  title: 'Submit a candidate',
  description:
    'Submits a change of a candidate to be judged: whole files in edits (null removes one), a unified diff in patch, or search/replace blocks in blocks; exactly one of the three. It is applied strictly, all or nothing. Gives the number to ask get_feedback for.',
  input,
  readOnly: false,
  answer: (given, context) => context.tasks.open(given.task, (run) => take(run, given, context)),
};

function take(run: OpenRun, given: Input, { rate }: ToolContext): Answer {
  const options = submissionOptions(run.task);
  if (options === null) throw takesNone();
  if (!rate(given.task, options.limits.perMinute)) throw tooFast(options.limits.perMinute);
  const { number, tree } = baseOf(run, given.base);
  const view = createViewer(run.ledger, pathMatcher(run.task.workspace.editable))(tree);
  const change = readStatedChange(view, given);
  if (change === null) throw notOneWay();
  if (change.kind === 'refused') return notApplied(number, change.faults);
  const { edits } = change;
  const fault = admissionFault(edits, run.task.workspace);
  if (fault !== null) return notApplied(number, [{ path: null, what: fault, hint: '' }]);
  const inbox = inboxOf(run.directory, 'mcp');
  checkRoom(inbox, edits, options);
  const entry = inboxEntry(view, {
    base: { number, tree },
    edits,
    summary: sanitise(given.summary, 200) || 'not described',
    author: statedAuthor(given.author),
  });
  const submission = submit(inbox, entry);
  return { facts: { submission, base: number, files: edits.length, run: run.state.phase } };
}

function checkRoom(inbox: string, edits: readonly FileEdit[], { limits }: McpOptions): void {
  const bytes = edits.reduce((sum, { content }) => sum + Buffer.byteLength(content ?? ''), 0);
  if (bytes > limits.bytes)
    throw refusal(
      'TOO_LARGE',
      `the changed files have ${bytes} bytes together, and ${limits.bytes} are allowed`,
      'Change less',
    );
  const waiting = listInbox(inbox).filter(({ takenBy }) => takenBy === null).length;
  if (waiting >= limits.waiting)
    throw refusal(
      'FULL',
      `${waiting} submissions wait already`,
      'Wait until one was judged; get_feedback says when',
    );
}

/** In the client's words, which its author is on record with as a statement of its own. */
function statedAuthor({ kind, family }: Input['author']): string {
  return family === undefined
    ? `${kind}, by its own account`
    : `${sanitise(family, 60)} (${kind}), by its own account`;
}

/** The hints quote the candidate. */
function notApplied(base: number, faults: readonly EditFault[]): Answer {
  const text = faults
    .map(({ path, what, hint }) => `${path === null ? '' : `${path}: `}${what}. ${hint}`)
    .join('\n');
  return {
    facts: { submission: null, base, faults: faults.length },
    foreign: [{ label: 'why the change was not taken', text: plainText(text).text }],
    failed: true,
  };
}

function takesNone(): FulcrumError {
  return refusal(
    'CLOSED',
    'this run takes no submissions',
    'Whoever runs it can add `- kind: mcp` to proposers in fulcrum.yaml and start a new run',
  );
}

function tooFast(perMinute: number): FulcrumError {
  return refusal('RATE', `more than ${perMinute} submissions came within a minute`, 'Wait a minute');
}

function notOneWay(): FulcrumError {
  return refusal(
    'CHANGE',
    'the change is not stated in exactly one way',
    'Give one of edits, patch and blocks',
  );
}

function refusal(code: string, what: string, mend: string): FulcrumError {
  return new FulcrumError({
    code: `FULCRUM_E_MCP_${code}`,
    domain: 'usage',
    what,
    where: 'submit_candidate',
    mend,
  });
}
