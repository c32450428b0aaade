import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { Json } from '../kernel/json.ts';
import { canonicalJson } from '../kernel/json.ts';
import { emptyRunState, foldRun } from '../kernel/run-state.ts';
import { overlayStore } from '../workspace/overlay-store.ts';
import type { Admission, ProposingParts } from './3-propose.ts';
import { admit, draft, takeTurn } from './3-propose.ts';
import { refusalEvent } from './6-record.ts';
import { measurementEvent } from './measurement.ts';
import type { SearchState } from './search.ts';
import { createSearch } from './search.ts';

type ProposalEvent = Extract<RunEvent, { type: 'candidate-proposed' | 'proposal-refused' }>;
type TurnEvent = ProposalEvent | Extract<RunEvent, { type: 'candidate-measured' }>;

/** What came of taking one recorded turn again. */
export interface ReplayedProposal {
  readonly sequence: number;
  readonly number: number;
  /** False where only the choice of parents was repeated: the proposer is not one that repeats itself. */
  readonly whole: boolean;
  /** How it differs from what was recorded; null when it does not. */
  readonly difference: string | null;
}

/**
 * Takes every turn of a ledger again: the strategy's choice, the proposer's change from its own random stream, the
 * admission. Judges nothing and writes nothing.
 */
export async function* replayProposals(parts: ProposingParts): AsyncGenerator<ReplayedProposal> {
  const search = createSearch(parts);
  let state = emptyRunState;
  for (const entry of parts.ledger.entries()) {
    const { event, sequence } = entry;
    if (isTurn(event)) {
      const number = event.type === 'candidate-proposed' ? event.candidate.number : event.number;
      const memory = search.after(number - parts.task.pipeline);
      yield { sequence, number, ...(await replay(parts, number, memory, event)) };
    }
    const before = state;
    state = foldRun(before, event);
    search.observe(entry, before, state);
  }
}

function isTurn(event: RunEvent): event is TurnEvent {
  const { type } = event;
  return type === 'candidate-proposed' || type === 'proposal-refused' || type === 'candidate-measured';
}

async function replay(
  parts: ProposingParts,
  number: number,
  memory: SearchState,
  recorded: TurnEvent,
): Promise<Pick<ReplayedProposal, 'whole' | 'difference'>> {
  const turn = takeTurn(parts, number, memory);
  if (turn.kind === 'measure') {
    const again = measurementEvent(number, turn.candidate);
    return { whole: true, difference: differenceOf(withoutVerdict(recorded), again) };
  }
  if (recorded.type === 'candidate-measured') {
    const difference = differenceOf({ selection: 'measure' }, { selection: turn.kind });
    return { whole: true, difference };
  }
  const { proposer, parents, propose } = turn;
  if (!proposer.trusted) {
    const own = parents.map((parent) => parent.number);
    return { whole: false, difference: differenceOf({ parents: parentsOf(recorded) }, { parents: own }) };
  }
  const suggestion = await propose(new AbortController().signal);
  const past = { ...parts, ledger: ledgerBefore(parts.ledger, number) };
  const again = eventOf(number, admit(past, draft(past, suggestion), new Map()));
  return { whole: true, difference: differenceOf(flatten(recorded), flatten(again)) };
}

function withoutVerdict(event: TurnEvent): object {
  return event.type === 'candidate-measured' ? measurementEvent(event.number, event.candidate) : event;
}

function parentsOf(event: ProposalEvent): readonly number[] {
  return event.type === 'candidate-proposed' ? event.candidate.parents : event.parents;
}

function eventOf(number: number, admission: Admission): ProposalEvent {
  if (admission.kind === 'refused') return refusalEvent(number, admission);
  return { type: 'candidate-proposed', candidate: admission.candidate };
}

function flatten(event: ProposalEvent): object {
  return event.type === 'candidate-proposed' ? { type: event.type, ...event.candidate } : event;
}

/** The first field, in alphabetical order, that is not the same in both. */
function differenceOf(recorded: object, again: object): string | null {
  const fields = Object.keys({ ...recorded, ...again }).toSorted();
  const textOf = (value: object, field: string): string =>
    canonicalJson((value as { [field: string]: Json })[field] ?? null);
  const differing = fields.find((field) => textOf(recorded, field) !== textOf(again, field));
  if (differing === undefined) return null;
  return `${differing} was ${textOf(recorded, differing)}, is ${textOf(again, differing)}`;
}

/** The ledger as a proposal saw it: without later candidates, and with a store that forgets what is put into it. */
function ledgerBefore(ledger: Ledger, number: number): Ledger {
  return {
    ...ledger,
    ...overlayStore(ledger),
    candidateWithTree: (tree) => {
      const first = ledger.candidateWithTree(tree);
      return first === null || first >= number ? null : first;
    },
  };
}
