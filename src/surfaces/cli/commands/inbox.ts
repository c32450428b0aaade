import type { Ledger } from '../../../kernel/contracts/ledger.ts';
import type { RunState } from '../../../kernel/run-state.ts';
import type { InboxItem } from '../../../proposers/human/inbox.ts';
import { listInbox, readEntry } from '../../../proposers/human/inbox.ts';
import { readStory } from '../candidate-story.ts';
import { sanitise } from '../display/sanitise.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { RunReference } from '../open-run.ts';
import { withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

/** `fulcrum inbox`: the proposals of people that wait, and with `all` what became of the others. */
export function inboxCommand(reference: RunReference, all: boolean, output: Output): Promise<ExitCode> {
  return withRun(reference, ({ directory, ledger, state }) => {
    const items = listInbox(directory).filter(({ takenBy }) => all || takenBy === null);
    if (items.length === 0) output.text('no proposal waits');
    for (const item of items) {
      const { summary, author, base } = readEntry(directory, item.id);
      const fate = fateOf(ledger, state, item);
      output.both(
        { type: 'inbox', id: item.id, base: base.number, author, summary, proposal: item.takenBy, fate },
        () =>
          `${item.id}  ${fate}  ${sanitise(summary, 120)}  (${sanitise(author, 60)}, changes ${base.number})`,
      );
    }
    return EXIT_CODES.finished;
  });
}

function fateOf(ledger: Ledger, state: RunState, { takenBy }: InboxItem): string {
  if (takenBy === null) return 'waits';
  if (ledger.entriesOf(takenBy).length === 0) return `taken by proposal ${takenBy}`;
  const { decisions, refusal } = readStory(ledger, state, String(takenBy));
  if (refusal !== null) return `proposal ${takenBy}: refused, ${refusal.kind}`;
  return `candidate ${takenBy}: ${decisions.at(-1)?.kind ?? 'under way'}`;
}
