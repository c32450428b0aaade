import { z } from 'zod';
import type { ProposalOutcome, Selection, Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Random } from '../kernel/random.ts';
import { drawBeta } from '../kernel/beta-draw.ts';
import type { CladeNode, CladeTree, Evidence } from './clade-tree.ts';
import {
  addEvidence,
  correctFirst,
  forgetWorstLeaf,
  grow,
  leaf,
  meanOf,
  prune,
  sumOf,
} from './clade-tree.ts';
import { parseOptions } from './options.ts';
import { passed, recordOf } from './ranking.ts';
import type { LoggedTurn, TurnLog } from './turn-log.ts';
import { amendLastTurn, logTurn, pendingExpansions } from './turn-log.ts';
import type { UnitScale } from './unit-scale.ts';
import { createScale, scaleOption, toUnit } from './unit-scale.ts';

const schema = z.strictObject({
  scale: scaleOption,
  alpha: z.number().min(0).max(1).default(0.6),
  initial: z.int().min(0).default(5),
  pseudo: z.int().min(1).default(10_000),
  size: z.int().min(2).max(10_000).default(1000),
});

type CladeOptions = z.infer<typeof schema>;

export type CladeState = {
  readonly scale: UnitScale;
  readonly tree: CladeTree;
  /** Turns whose outcome is known. */
  readonly taken: number;
  readonly known: LoggedTurn;
  readonly log: TurnLog;
};

/**
 * The tree search of the Huxley-Gödel Machine (arXiv 2510.21614; programs `hgm.py`, `tree.py`, `config.yaml`): what a
 * candidate is worth is what came of its clade, the candidate and all its descendants. A turn expands the tree while
 * evaluations^alpha >= nodes - 1 + expansions under way, or fewer than `initial` candidates exist; else it measures a
 * candidate once more on fresh inputs. Both draw one number for each candidate from Beta(1 + successes, 1 + failures)
 * and take the greatest: an expansion over the evidence of its clade, among candidates that ever succeeded; a
 * measurement over its own evidence. Of one with `pseudo` results or more, as many count in its clade, at their mean.
 *
 * Evidence is added once and read any number of times; the original appends the descendants' results to a candidate's
 * own list whenever it reads them.
 *
 * Where it is another: a score is read by `scale` as a success from 0 to 1 and counts as that fraction of one; there each
 * is the outcome of one task. The first judgement of a candidate is its first result; there it has none. A candidate
 * can be measured any number of times, as inputs do not run out. The tree holds `size` candidates, the original has no
 * bound: of more, the least successful leaf is forgotten, its results stay with its ancestors.
 */
export function createCladeStrategy(source: JsonObject): Strategy<CladeState> {
  const options = parseOptions(schema, source, 'clade');
  return {
    id: 'clade',
    start: (baseline, objective) => {
      const scale = createScale(options.scale, baseline, objective);
      const first = baseline.score === null ? 0 : toUnit(scale, baseline.score);
      const tree = [leaf(recordOf(baseline.candidate), null, first)];
      return { scale, tree, taken: 0, known: NOTHING_KNOWN, log: [] };
    },
    select: (state, number, random) => select(state, number, random, options),
    observe: (state, outcome) => logged(learn(state, outcome, options), outcome),
  };
}

const NOTHING_KNOWN: LoggedTurn = { evaluations: 0, nodes: 0, isExpansion: false };

function select(state: CladeState, number: number, random: Random, options: CladeOptions): Selection {
  const { tree } = state;
  const isDue = (known: LoggedTurn, pending: number): boolean => isExpansionDue(known, pending, options);
  const pending = pendingExpansions({ ...state, start: NOTHING_KNOWN }, number, isDue);
  if (!isDue(state.known, pending)) {
    const chosen = thompson(tree, ({ own }) => own, random);
    return { kind: 'measure', candidate: chosen.candidate };
  }
  const fertile = tree.filter(({ own }) => own.successes > 0);
  const evidence = (node: CladeNode): Evidence => cladeEvidence(node, options.pseudo);
  const parent = fertile.length === 0 ? tree[0]! : thompson(fertile, evidence, random);
  return { kind: 'propose', parents: [parent.candidate], intent: 'vary' };
}

function isExpansionDue(
  { evaluations, nodes }: LoggedTurn,
  pending: number,
  { alpha, initial }: CladeOptions,
): boolean {
  return nodes + pending < initial || evaluations ** alpha >= nodes + pending;
}

/** What is known of a clade: of the candidate itself at most `most` results, at their mean, and of all descendants. */
export function cladeEvidence({ own, below }: CladeNode, most: number): Evidence {
  const capped = own.trials < most ? own : { successes: meanOf(own) * most, trials: most };
  return sumOf(capped, below);
}

function thompson(
  nodes: readonly CladeNode[],
  read: (node: CladeNode) => Evidence,
  random: Random,
): CladeNode {
  let chosen = nodes[0]!;
  let greatest = -1;
  for (const node of nodes) {
    const { successes, trials } = read(node);
    const draw = drawBeta(1 + successes, 1 + trials - successes, random);
    if (draw <= greatest) continue;
    greatest = draw;
    chosen = node;
  }
  return chosen;
}

function learn(state: CladeState, outcome: ProposalOutcome, options: CladeOptions): CladeState {
  const { scale, tree, known } = state;
  switch (outcome.kind) {
    case 'refused':
      return state;
    case 'measured': {
      const { candidate, score } = outcome.scored;
      const successes = score === null ? 0 : toUnit(scale, score);
      const seen = addEvidence(tree, candidate.number, { successes, trials: 1 });
      return { ...state, tree: seen, known: { ...known, evaluations: known.evaluations + 1 } };
    }
    case 'decided': {
      const isNode = tree.some(({ candidate }) => candidate.number === outcome.number);
      const reached = passed(outcome);
      if (reached === null) return isNode ? without(state, outcome.number) : state;
      const first = toUnit(scale, reached.score);
      if (isNode) return { ...state, tree: correctFirst(tree, outcome.number, first) };
      const grown = grow(tree, reached.candidate, first);
      const { evaluations, nodes } = known;
      return {
        ...state,
        tree: grown.length > options.size ? forgetWorstLeaf(grown) : grown,
        known: { ...known, evaluations: evaluations + 1, nodes: nodes + 1 },
      };
    }
  }
}

/** Without a candidate that was judged again and does not pass. */
function without({ tree, known, ...state }: CladeState, number: number): CladeState {
  return { ...state, tree: prune(tree, number), known: { ...known, nodes: known.nodes - 1 } };
}

/** Notes the turn, or what is known now after the last one, where an earlier candidate was judged again. */
function logged(state: CladeState, outcome: ProposalOutcome): CladeState {
  const { known, log, taken } = state;
  if (outcome.number <= taken) return { ...state, log: amendLastTurn(log, known) };
  const turn = { ...known, isExpansion: outcome.kind !== 'measured' };
  return { ...state, known: turn, taken: outcome.number, log: logTurn(log, turn) };
}
