import { z } from 'zod';
import type { WorkspaceView } from '../../kernel/contracts/proposer.ts';
import { FulcrumError } from '../../kernel/errors.ts';
import { plainLine } from '../../kernel/plain-line.ts';
import type { Task } from '../../kernel/task.ts';
import { inboxOf, submit } from '../../proposers/inbox/inbox.ts';
import { editsFromBlocks } from '../../workspace/edit-blocks.ts';
import { pathMatcher } from '../../workspace/paths.ts';
import { createViewer } from '../../workspace/view.ts';
import { notACandidate, readStory } from '../cli/candidate-story.ts';
import { configuredName } from '../cli/configured-name.ts';
import { environmentSecrets } from '../environment-secrets.ts';
import { admissionFault, inboxEntry } from '../inbox-entry.ts';
import type { FollowedRun } from './followed-run.ts';
import { closedTo } from './proposals-list.ts';
import type { ProposalOrder, ProposalReply } from './protocol.ts';
import { readBody } from './read-body.ts';

const LONGEST_LINE = 200;

const orderSchema: z.ZodType<ProposalOrder> = z.strictObject({
  base: z.int().min(0),
  change: z.string().min(1),
  summary: z.string().max(20_000).nullable(),
  author: z.string().max(2000).nullable(),
});

/**
 * Puts a person's change of a candidate into the inbox of the run.
 *
 * @param body a `ProposalOrder`
 * @throws FulcrumError `FULCRUM_E_VIEW_BODY`, `FULCRUM_E_PROPOSALS_CLOSED`, `FULCRUM_E_PROPOSED_CHANGE`,
 *   `FULCRUM_E_CANDIDATE_MISSING`, `FULCRUM_E_CANDIDATE_REFUSED`
 */
export function propose(run: FollowedRun, body: unknown): ProposalReply {
  const { base, change, summary, author } = readBody(orderSchema, body);
  const closed = closedTo(run);
  if (closed !== null)
    throw refused('FULCRUM_E_PROPOSALS_CLOSED', closed, 'Propose to a run that can take it');
  const { task } = run.standing().state;
  const { candidate } = readStory(run.ledger(), run.standing().state, String(base));
  if (candidate === null) throw notACandidate(base, 'Propose a change of another');
  const files = createViewer(run.ledger(), pathMatcher(task!.workspace.editable))(candidate.tree);
  const edits = editsOf(change, files, task!);
  const paths = edits.map(({ path }) => path);
  const secrets = environmentSecrets(process.env);
  const line = plainLine(summary ?? '', LONGEST_LINE, secrets);
  const name = author ?? configuredName(run.place.taskDirectory ?? run.place.directory);
  const entry = inboxEntry(files, {
    base: { number: base, tree: candidate.tree },
    edits,
    summary: line === '' ? plainLine(`changes ${paths.join(', ')}`, LONGEST_LINE) : line,
    author: namedAuthor(plainLine(name, LONGEST_LINE, secrets)),
  });
  return { id: submit(inboxOf(run.place.directory, 'human'), entry), paths };
}

function editsOf(change: string, files: WorkspaceView, { workspace }: Task): ReturnType<typeof madeEdits> {
  const edits = madeEdits(change, files);
  const fault = admissionFault(edits, workspace);
  if (fault !== null) throw changeFault(fault);
  return edits;
}

function madeEdits(change: string, files: WorkspaceView) {
  const made = editsFromBlocks(files, change);
  if (made.kind === 'edits') return made.edits;
  throw changeFault(
    made.faults.map(({ path, what, hint }) => `${path ?? 'a block'}: ${what}. ${hint}`).join('\n'),
  );
}

function namedAuthor(name: string): string {
  if (name !== '') return name;
  throw changeFault('it needs the name of a person');
}

function changeFault(what: string): FulcrumError {
  const mend = 'Send a unified diff or search/replace blocks below their paths, changing editable files only';
  return refused('FULCRUM_E_PROPOSED_CHANGE', `the change cannot be proposed: ${what}`, mend);
}

function refused(code: `FULCRUM_E_${string}`, what: string, mend: string): FulcrumError {
  return new FulcrumError({ code, domain: 'usage', what, where: 'proposal', mend });
}
