import type { Proposal, ProposalRequest, Proposer } from '../../kernel/contracts/proposer.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Random } from '../../kernel/random.ts';
import { operatorPreference, OPERATOR_SEPARATOR, rewardOperators, type BanditState } from './bandit.ts';
import { applyEdits } from './edit.ts';
import { freshBody } from './fresh-body.ts';
import { pickInFocus, type Focus } from './focus.ts';
import type { Operator } from './operator.ts';
import { OPERATORS } from './operators/index.ts';
import { crossover } from './operators/crossover.ts';
import { mutationOptions, type MutationOptions } from './options.ts';
import { createParser, type Parsed, type Parser } from './parser.ts';
import { summarize } from './summary.ts';

const SOURCE_FILE = /\.[cm]?[jt]sx?$/;
const ATTEMPTS = 24;
/** Mutations of a `start` where no function can be given a fresh body. */
const FRESH_MUTATIONS = 4;

/** A text on the way to a proposal, with the operators that made it. */
interface Draft {
  readonly text: string;
  readonly operators: readonly string[];
}

/**
 * Changes TypeScript and JavaScript by operators on the syntax tree. Proposals always parse, differ from the parent, and
 * follow from parents, state and random stream alone. Needs no model and runs nothing.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` on options it does not know.
 */
export function createMutationProposer(source: JsonObject = {}): Proposer<BanditState> {
  const options = mutationOptions(source);
  const parser = createParser(256);
  return {
    id: 'mutation',
    trusted: true,
    start: () => ({}),
    observe: (state, outcome) => (options.bandit ? rewardOperators(state, outcome) : state),
    propose: (request) => Promise.resolve(propose(request, options, parser)),
  };
}

function propose(request: ProposalRequest<BanditState>, options: MutationOptions, parser: Parser): Proposal {
  const { parents, random, intent } = request;
  const [parent, ...mates] = parents;
  const paths = parent!.files.editable().filter((path) => SOURCE_FILE.test(path));
  if (paths.length === 0) return { kind: 'nothing', reason: 'no editable TypeScript or JavaScript file' };
  const weigh = weightsOf(options, request.state);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const path = random.pick(paths);
    const text = parent!.files.read(path);
    const parsed = text === null ? null : parser.parse(path, text);
    if (parsed === null) continue;
    const mateText = mates.length > 0 ? random.pick(mates).files.read(path) : null;
    const mate = mateText === null ? null : parser.parse(path, mateText);
    const maximumBytes = Math.max(options.maximumBytes, Buffer.byteLength(parsed.text));
    const step: Step = { path, parser, weigh, random, maximumBytes, focus: options.focus };
    const crossFirst = mate !== null && attempt < ATTEMPTS / 2 && weigh(crossover) > 0;
    const first = crossFirst ? [crossover] : OPERATORS;
    const draft =
      intent === 'start'
        ? startAfresh(parsed, step)
        : vary(parsed, mate, first, options.furtherMutation, step);
    if (draft === null || draft.text === parsed.text) continue;
    return {
      kind: 'edit',
      edits: [{ path, content: draft.text }],
      provenance: {
        proposer: 'mutation',
        operator: draft.operators.join(OPERATOR_SEPARATOR),
        summary: summarize(parsed, draft.text),
      },
    };
  }
  return { kind: 'nothing', reason: `no operator changed ${paths.join(', ')} in ${ATTEMPTS} attempts` };
}

/** What one step of a proposal needs besides its text. */
interface Step {
  readonly path: string;
  readonly parser: Parser;
  readonly weigh: (operator: Operator) => number;
  readonly random: Random;
  readonly maximumBytes: number;
  readonly focus: Focus;
}

function startAfresh(parsed: Parsed, step: Step): Draft | null {
  const untouched: Draft = { text: parsed.text, operators: [] };
  const edits = freshBody(parsed, step.random);
  if (edits !== null) return accept(untouched, 'fresh-body', applyEdits(parsed.text, edits), step);
  let draft: Draft | null = untouched;
  for (let made = 0; draft !== null && made < FRESH_MUTATIONS; made += 1)
    draft = mutate(draft, OPERATORS, null, step);
  return draft;
}

function vary(
  parsed: Parsed,
  mate: Parsed | null,
  first: readonly Operator[],
  furtherMutation: number,
  step: Step,
): Draft | null {
  let draft = mutate({ text: parsed.text, operators: [] }, first, mate, step);
  while (draft !== null && step.random.chance(furtherMutation)) draft = mutate(draft, OPERATORS, mate, step);
  return draft;
}

/** One operator at one site; null when the site had no change in it or the result is refused. */
function mutate(draft: Draft, among: readonly Operator[], mate: Parsed | null, step: Step): Draft | null {
  const { random } = step;
  const parsed = step.parser.parse(step.path, draft.text)!;
  let left = among.filter(
    (operator) => step.weigh(operator) > 0 && (mate !== null || operator !== crossover),
  );
  while (left.length > 0) {
    const operator = drawOperator(left, step);
    const sites = operator.sites(parsed);
    if (sites.length > 0) {
      const edits = operator.apply(parsed, pickInFocus(step.focus, parsed, sites, random), random, mate);
      return edits && accept(draft, operator.id, applyEdits(draft.text, edits), step);
    }
    left = left.filter((other) => other !== operator);
  }
  return null;
}

/** The new text as a draft, if it parses, differs and is not too large. */
function accept(before: Draft, operator: string, text: string, step: Step): Draft | null {
  const isRefused = text === before.text || Buffer.byteLength(text) > step.maximumBytes;
  if (isRefused || !step.parser.accepts(step.path, text)) return null;
  return { text, operators: [...before.operators, operator] };
}

function drawOperator(operators: readonly Operator[], { weigh, random }: Step): Operator {
  let rest = random.next() * operators.reduce((sum, operator) => sum + weigh(operator), 0);
  for (const operator of operators) {
    rest -= weigh(operator);
    if (rest < 0) return operator;
  }
  return operators.at(-1)!;
}

function weightsOf(options: MutationOptions, state: BanditState): (operator: Operator) => number {
  const allowed = new Set(options.operators);
  return (operator) => {
    if (!allowed.has(operator.id)) return 0;
    return options.bandit ? operator.weight * operatorPreference(state, operator.id) : operator.weight;
  };
}
