import type { Author } from '../kernel/authorship.ts';
import type { Candidate, Hash, Provenance } from '../kernel/candidate.ts';
import type { ParentView, Proposal, Proposer } from '../kernel/contracts/proposer.ts';
import type { ProposalSelection } from '../kernel/contracts/strategy.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { RefusalKind } from '../kernel/event.ts';
import type { Random } from '../kernel/random.ts';
import { createRandom, deriveSeed } from '../kernel/random.ts';
import { applyEdits } from '../workspace/apply-edits.ts';
import { feedbackOn } from './feedback-on.ts';
import type { RunParts } from './run-parts.ts';
import type { SearchState } from './search.ts';

/** A proposal that became a candidate, or why it did not. */
export type Admission =
  | { readonly kind: 'candidate'; readonly candidate: Candidate; readonly trusted: boolean }
  | {
      readonly kind: 'refused';
      readonly refusal: RefusalKind;
      readonly detail: string;
      readonly parents: readonly number[];
      readonly provenance: Candidate['provenance'] | null;
      readonly duplicateOf: number | null;
    };

/** A suggestion with what it was made from. */
export interface Suggestion {
  readonly number: number;
  readonly proposer: Proposer;
  readonly parents: readonly Candidate[];
  readonly proposal: Proposal;
}

/** The parts of a run that proposals follow from. */
export type ProposingParts = Pick<RunParts, 'task' | 'strategy' | 'proposers' | 'edits' | 'view' | 'ledger'>;

/** What the strategy spends the turn of a number on. */
export type Turn = Commission | { readonly kind: 'measure'; readonly candidate: Candidate };

/** Who is asked for a change, to what. */
interface Commission {
  readonly kind: 'propose';
  readonly proposer: Proposer;
  readonly parents: readonly Candidate[];
  readonly propose: (signal: AbortSignal) => Promise<Suggestion>;
}

/**
 * Lets the strategy choose: parents of a proposal, with the proposer to be asked, or a candidate to measure. All of it,
 * the proposer's own part too, draws from the random stream of its number.
 *
 * @throws FulcrumError `FULCRUM_E_STRATEGY_BROKEN` when it would measure what the ledger does not know
 */
export function takeTurn(parts: ProposingParts, number: number, state: SearchState): Turn {
  const random = createRandom(deriveSeed(parts.task.seed, 'proposal', number));
  const selection = parts.strategy.select(state.strategy, number, random);
  switch (selection.kind) {
    case 'propose':
      return commission(parts, number, state, selection, random);
    case 'measure':
      return { kind: 'measure', candidate: candidateToMeasure(parts, number, selection.candidate.number) };
  }
}

function commission(
  parts: ProposingParts,
  number: number,
  state: SearchState,
  { parents, intent, focus }: ProposalSelection,
  random: Random,
): Commission {
  const { task, proposers } = parts;
  const index = weightedIndex(
    task.proposers.map(({ weight }) => weight),
    random.next(),
  );
  const proposer = proposers[index]!;
  return {
    kind: 'propose',
    proposer,
    parents,
    propose: async (signal) => {
      const views = parents.map((candidate) => viewParent(parts, candidate));
      const request = {
        number,
        parents: views,
        intent,
        ...(focus && { focus }),
        random,
        state: state.proposers[index]!,
        signal,
      };
      return { number, proposer, parents, proposal: await proposer.propose(request) };
    },
  };
}

/** As the ledger has it: a strategy remembers less of a candidate than its judge asks for. */
function candidateToMeasure({ ledger, strategy }: ProposingParts, number: number, wanted: number): Candidate {
  for (const { event } of wanted < number ? ledger.entriesOf(wanted) : []) {
    if (event.type === 'run-started') return event.baseline;
    if (event.type === 'candidate-proposed') return event.candidate;
  }
  throw new FulcrumError({
    code: 'FULCRUM_E_STRATEGY_BROKEN',
    domain: 'internal',
    what: `the strategy would measure candidate ${wanted}, which is not in the ledger`,
    where: `turn ${number} of the strategy ${strategy.id}`,
    mend: 'Let it choose among the baseline and candidates whose outcome it has seen',
  });
}

function weightedIndex(weights: readonly number[], draw: number): number {
  let left = draw * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  return index === -1 ? weights.length - 1 : index;
}

function viewParent({ ledger, view }: ProposingParts, candidate: Candidate): ParentView {
  return {
    candidate,
    files: view(candidate.tree),
    get feedback() {
      return feedbackOn(ledger, candidate.number);
    },
  };
}

/** Makes a candidate of a suggestion, or says why not. Depends on no other proposal under way and costs no evaluation. */
export function draft(parts: Pick<RunParts, 'ledger' | 'edits'>, suggestion: Suggestion): Admission {
  const { number, proposer, parents, proposal } = suggestion;
  const parentNumbers = parents.map((parent) => parent.number);
  const refuse = (refusal: RefusalKind, detail: string): Admission => {
    const provenance = proposal.provenance ? authored(suggestion, proposal.provenance) : null;
    return { kind: 'refused', refusal, detail, parents: parentNumbers, provenance, duplicateOf: null };
  };
  if (proposal.kind === 'nothing')
    return refuse(proposal.overBudget === true ? 'over-budget' : 'nothing-proposed', proposal.reason);
  const parent = parents[0]!;
  const applied = applyEdits(parts.ledger, parent.tree, proposal.edits, parts.edits);
  if (applied.kind === 'refused') return refuse(applied.refusal, applied.detail);
  const candidate = {
    number,
    tree: applied.tree,
    parents: parentNumbers,
    provenance: authored(suggestion, proposal.provenance),
    size: parent.size + applied.growth,
  };
  return { kind: 'candidate', candidate, trusted: proposer.trusted };
}

/**
 * Lets a draft in unless it equals an earlier candidate. Asked in the order of proposal numbers, so that which of two
 * equal candidates is the duplicate does not depend on speed.
 *
 * @param inFlight trees that were admitted but are not in the ledger yet, with their numbers
 */
export function admit(
  { ledger }: Pick<RunParts, 'ledger'>,
  drafted: Admission,
  inFlight: ReadonlyMap<Hash, number>,
): Admission {
  if (drafted.kind === 'refused') return drafted;
  const { tree, parents, provenance } = drafted.candidate;
  const known = inFlight.get(tree) ?? ledger.candidateWithTree(tree);
  if (known === null) return drafted;
  const detail = `equals candidate ${known}`;
  return { kind: 'refused', refusal: 'duplicate', detail, parents, provenance, duplicateOf: known };
}

/** The provenance with its author: what they were shown is what the loop showed them, whatever else they had. */
function authored({ proposer, parents }: Suggestion, provenance: Provenance): Provenance {
  const named = provenance.author ?? (proposer.author && { ...proposer.author, context: [], at: null });
  if (named === undefined) return provenance;
  const context = new Set([...parents.map(({ tree }) => tree), ...named.context]);
  const author: Author = { ...named, context: [...context] };
  return { ...provenance, author };
}
