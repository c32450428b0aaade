import type { Ledger } from '../../../kernel/contracts/ledger.ts';
import type { RunState } from '../../../kernel/run-state.ts';
import type { InboxItem } from '../../../proposers/inbox/inbox.ts';
import { INBOX_KINDS, inboxOf, listInbox, readEntry } from '../../../proposers/inbox/inbox.ts';
import { readStory } from '../candidate-story.ts';
import { sanitise } from '../display/sanitise.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { RunReference } from '../open-run.ts';
import { withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

/** `fulcrum inbox`: the proposals of people and MCP clients that wait, and with `all` what became of the others. */
export function inboxCommand(reference: RunReference, all: boolean, output: Output): Promise<ExitCode> {
  return withRun(reference, ({ directory, ledger, state }) => {
    const items = INBOX_KINDS.flatMap((kind) => {
      const inbox = inboxOf(directory, kind);
      return listInbox(inbox).map((item) => ({ ...item, kind, inbox }));
    }).filter(({ takenBy }) => all || takenBy === null);
    if (items.length === 0) output.text('no proposal waits');
    for (const { kind, inbox, ...item } of items) {
      const { id, takenBy: proposal } = item;
      const { summary, author, base } = readEntry(inbox, id);
      const fate = fateOf(ledger, state, item);
      output.both({ type: 'inbox', kind, id, base: base.number, author, summary, proposal, fate }, () => {
        const name = kind === 'human' ? String(id) : `${kind} ${id}`;
        return `${name}  ${fate}  ${sanitise(summary, 120)}  (${sanitise(author, 60)}, changes ${base.number})`;
      });
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
