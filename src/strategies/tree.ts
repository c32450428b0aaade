import { z } from 'zod';
import type { DecidedOutcome, ProposalOutcome, Selection, Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Random } from '../kernel/random.ts';
import { admissible } from './admissible.ts';
import { parseOptions } from './options.ts';
import {
  compare,
  foldBestKept,
  recordOf,
  type CandidateRecord,
  type Direction,
  type Ranked,
} from './ranking.ts';
import { AI_SCIENTIST_STAGES, stageSchema, type Stage } from './tree-stages.ts';

const schema = z.strictObject({
  drafts: z.int().min(0).max(1000).default(5),
  debugProbability: z.number().min(0).max(1).default(0.5),
  debugDepth: z.int().min(0).max(100).default(3),
  stages: z
    .union([z.literal('ai-scientist'), z.array(stageSchema).min(1).max(16)])
    .nullable()
    .default(null),
  finalists: z.int().min(1).max(16).default(3),
  seeds: z.int().min(0).max(100).default(3),
  size: z.int().min(2).max(1000).default(100),
  dropRefused: z.boolean().default(true),
});

type TreeOptions = z.infer<typeof schema>;

/** A candidate that does not pass. */
type Buggy = {
  readonly candidate: CandidateRecord;
  /** Repairs in a row that led to it; 0 when its parent passed. */
  readonly depth: number;
  readonly isLeaf: boolean;
};

/** A candidate that contends to end a stage, with its scores on fresh inputs. */
type Finalist = Ranked & { readonly scores: readonly (number | null)[] };

export type TreeState = {
  readonly direction: Direction;
  readonly baseline: CandidateRecord;
  readonly bestKept: number | null;
  /** Draft turns that brought no candidate, and are made up for. */
  readonly emptyDrafts: number;
  readonly stage: number;
  /** Outcomes of the stage so far. */
  readonly turns: number;
  /** What the stage began with; null where that is only the baseline, and it does not pass. */
  readonly root: Ranked | null;
  /** The passing candidates of the stage, best first. */
  readonly good: readonly Ranked[];
  /** Oldest first. */
  readonly buggy: readonly Buggy[];
  /** Null while the stage proposes. */
  readonly finalists: readonly Finalist[] | null;
};

const ENDLESS: Stage = { name: 'search', turns: Infinity, from: 'best', until: 'turns', ablate: false };

/**
 * A tree of drafts, improvements and repairs. The first `drafts` proposals are something new each, and those that bring
 * no candidate are made up for. Then, with probability `debugProbability`, a leaf that does not pass and lies at most
 * `debugDepth` repairs deep is repaired, drawn uniformly; otherwise the best candidate is improved, or another draft made
 * where none passes.
 *
 * After AIDE (Jiang et al., arXiv:2502.13138; WecoAI/aideml @9643875, aide/agent.py `search_policy`, utils/config.yaml):
 * 5 drafts, probability 0.5, depth 3. With `stages: ai-scientist` (`drafts: 3` there) or stages of one's own after The AI
 * Scientist-v2 (Yamada et al., arXiv:2504.08066; constants in `tree-stages.ts`): a stage begins with the best candidate of
 * the one before and none of its other nodes; when the last one has ended, the search goes on best-first.
 *
 * Where it deviates: that best candidate is chosen by numbers instead of by a model: the best `finalists` are measured
 * `seeds` times each on fresh inputs (3, as the source does for its plots alone), and the best mean wins among those that
 * always passed. A stage ends after its turns, refused ones included, not by a model's opinion of plots. A baseline that
 * passes is a node like others. The best `size` passing and the latest `size` failing candidates of a stage are
 * remembered. With a pipeline of W, up to W - 1 turns more belong to a stage or to its measurements.
 */
export function createTreeStrategy(source: JsonObject): Strategy<TreeState> {
  const options = parseOptions(schema, source, 'tree');
  const stages = options.stages === 'ai-scientist' ? AI_SCIENTIST_STAGES : (options.stages ?? []);
  const stageAt = (index: number): Stage => stages[index] ?? ENDLESS;
  return {
    id: 'tree',
    start: (scored, { direction }) => {
      const baseline = recordOf(scored.candidate);
      const root = scored.score === null ? null : { candidate: baseline, score: scored.score };
      return {
        direction,
        baseline,
        bestKept: scored.score,
        emptyDrafts: 0,
        stage: 0,
        turns: 0,
        root,
        good: root === null ? [] : [root],
        buggy: [],
        finalists: null,
      };
    },
    select: (state, number, random) => select(state, stageAt(state.stage), number, random, options),
    observe: (state, outcome) => {
      const learned = learn(state, outcome, options);
      const bestKept = foldBestKept(state.direction, state.bestKept, outcome);
      return advance({ ...learned, bestKept }, stageAt(state.stage), options);
    },
  };
}

function select(
  state: TreeState,
  stage: Stage,
  number: number,
  random: Random,
  options: TreeOptions,
): Selection {
  const { baseline, finalists, good, root } = state;
  if (finalists !== null)
    return { kind: 'measure', candidate: finalists[number % finalists.length]!.candidate };
  const focus = stage.focus === undefined ? {} : { focus: stage.focus };
  const draft: Selection = { kind: 'propose', parents: [baseline], intent: 'start', ...focus };
  if (state.stage === 0 && number <= options.drafts + state.emptyDrafts) return draft;
  if (random.chance(options.debugProbability)) {
    const leaves = state.buggy.filter(({ depth, isLeaf }) => isLeaf && depth <= options.debugDepth);
    if (leaves.length > 0)
      return { kind: 'propose', parents: [random.pick(leaves).candidate], intent: 'repair', ...focus };
  }
  const parent = stage.from === 'root' ? root : good[0];
  if (parent === null || parent === undefined) return draft;
  const intent = stage.ablate ? 'ablate' : 'vary';
  return { kind: 'propose', parents: [parent.candidate], intent, ...focus };
}

function learn(state: TreeState, outcome: ProposalOutcome, options: TreeOptions): TreeState {
  const turns = state.finalists === null ? state.turns + 1 : state.turns;
  switch (outcome.kind) {
    case 'measured': {
      const { candidate, score } = outcome.scored;
      const finalists = state.finalists?.map((finalist) =>
        finalist.candidate.number === candidate.number
          ? { ...finalist, scores: [...finalist.scores, score] }
          : finalist,
      );
      return { ...state, finalists: finalists ?? null };
    }
    case 'refused': {
      const wasDraft = state.stage === 0 && outcome.number <= options.drafts + state.emptyDrafts;
      return { ...state, turns, emptyDrafts: state.emptyDrafts + (wasDraft ? 1 : 0) };
    }
    case 'decided':
      return { ...grow(forget(state, outcome.number), outcome, options), turns };
  }
}

/** The tree with one more node. */
function grow(state: TreeState, outcome: DecidedOutcome, { size, dropRefused }: TreeOptions): TreeState {
  const candidate = recordOf(outcome.scored.candidate);
  const parent = state.buggy.find((node) => node.candidate.number === candidate.parents[0]);
  const buggy = parent
    ? state.buggy.map((node) => (node === parent ? { ...node, isLeaf: false } : node))
    : state.buggy;
  if (outcome.scored.score === null) {
    const depth = parent === undefined ? 0 : parent.depth + 1;
    return { ...state, buggy: [...buggy, { candidate, depth, isLeaf: true }].slice(-size) };
  }
  const reached = admissible(state, outcome, dropRefused);
  if (reached === null) return { ...state, buggy };
  const good = [...state.good, reached]
    .toSorted((left, right) => compare(state.direction, left, right))
    .slice(0, size);
  return { ...state, buggy, good };
}

/** The tree without a candidate that is judged again. */
function forget(state: TreeState, number: number): TreeState {
  const isOther = ({ candidate }: { readonly candidate: CandidateRecord }): boolean =>
    candidate.number !== number;
  const finalists = state.finalists?.filter(isOther) ?? [];
  return {
    ...state,
    root: state.root !== null && isOther(state.root) ? state.root : null,
    good: state.good.filter(isOther),
    buggy: state.buggy.filter(isOther),
    finalists: finalists.length > 0 ? finalists : null,
  };
}

/** Ends a stage, or the measurements after it, where that is due. */
function advance(state: TreeState, stage: Stage, { finalists: most, seeds }: TreeOptions): TreeState {
  if (state.finalists !== null) {
    const isMeasured = state.finalists.every(({ scores }) => scores.length >= seeds);
    return isMeasured ? beginStage(state, bestMeasured(state.direction, state.finalists)) : state;
  }
  const draftPasses = state.good.some(({ candidate }) => candidate.parents[0] === state.baseline.number);
  const isOver = state.turns >= stage.turns || (stage.until === 'draft-passes' && draftPasses);
  if (!isOver) return state;
  const contenders = state.good.slice(0, most);
  if (contenders.length < 2 || seeds === 0) return beginStage(state, contenders[0] ?? null);
  return { ...state, finalists: contenders.map((contender) => ({ ...contender, scores: [] })) };
}

/** The best mean among those that passed whenever they were measured; what the stage began with, where none did. */
function bestMeasured(direction: Direction, finalists: readonly Finalist[]): Ranked | null {
  const means = finalists.flatMap(({ candidate, score, scores }) => {
    const passing = scores.filter((measured) => measured !== null);
    const mean = passing.reduce((sum, measured) => sum + measured, 0) / passing.length;
    return passing.length === scores.length ? [{ ranked: { candidate, score }, mean }] : [];
  });
  const [best] = means.toSorted((left, right) =>
    compare(direction, { ...left.ranked, score: left.mean }, { ...right.ranked, score: right.mean }),
  );
  return best?.ranked ?? null;
}

function beginStage(state: TreeState, winner: Ranked | null): TreeState {
  const root = winner ?? state.root;
  return {
    ...state,
    stage: state.stage + 1,
    turns: 0,
    root,
    good: root === null ? [] : [root],
    buggy: [],
    finalists: null,
  };
}
