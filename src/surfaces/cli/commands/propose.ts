import { resolve } from 'node:path';
import { FulcrumError } from '../../../kernel/errors.ts';
import { inboxOf, submit } from '../../../proposers/inbox/inbox.ts';
import { pathMatcher } from '../../../workspace/paths.ts';
import { createViewer } from '../../../workspace/view.ts';
import { inboxEntry } from '../../inbox-entry.ts';
import { proposedEdits } from '../../proposed-change.ts';
import { notACandidate, readStory } from '../candidate-story.ts';
import { configuredName } from '../configured-name.ts';
import { sanitise } from '../display/sanitise.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { RunReference } from '../open-run.ts';
import { taskDirectoryOf, withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

export interface ProposeOptions {
  /** Name of a candidate, as `show` takes it. */
  readonly base: string;
  readonly summary: string | null;
  /** Null takes the name from the configuration of git. */
  readonly author: string | null;
}

/** `fulcrum propose <change>`: puts a person's change of a candidate into the inbox of a run. */
export function proposeCommand(
  reference: RunReference,
  change: string,
  options: ProposeOptions,
  output: Output,
): Promise<ExitCode> {
  return withRun(reference, ({ directory, ledger, state, task }) => {
    if (!task.proposers.some(({ kind }) => kind === 'human')) throw nobodyReads(task.name);
    const { candidate, number } = readStory(ledger, state, options.base);
    if (candidate === null) throw notACandidate(number, 'Name another with --base');
    const base = createViewer(ledger, pathMatcher(task.workspace.editable))(candidate.tree);
    const edits = proposedEdits(resolve(change), base, task.workspace);
    const paths = edits.map(({ path }) => path);
    const entry = inboxEntry(base, {
      base: { number, tree: candidate.tree },
      edits,
      summary: sanitise(options.summary ?? `changes ${paths.join(', ')}`, 200),
      author: sanitise(options.author ?? configuredName(taskDirectoryOf(reference)), 200),
    });
    const id = submit(inboxOf(directory, 'human'), entry);
    output.both({ type: 'proposed', id, base: number, paths }, () =>
      [
        `number ${id} in the inbox: a change of candidate ${number}`,
        ...edits.map(
          ({ path, content }) => `  ${content === null ? 'removed' : 'written'}  ${sanitise(path, 200)}`,
        ),
      ].join('\n'),
    );
    return EXIT_CODES.finished;
  });
}

function nobodyReads(task: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_INBOX_UNREAD',
    domain: 'usage',
    what: 'this run has no proposer that reads the inbox',
    where: task,
    mend: 'Add `- kind: human` to proposers in fulcrum.yaml and start a new run',
  });
}
