import type { Json } from 'fulcrum';
import type { FixedFulcrum } from './fixed-fulcrum.ts';
import type { SmallTask } from './small-tasks.ts';

/** Proposals of one search. */
export const PROPOSALS = 120;
/** An error by which a search is as good as finished, as a share of the one it began with. */
const SOLVED = 1e-3;
/** Largest weight a policy may give an operator. */
const LARGEST_WEIGHT = 1e6;

/** What a policy says of one search before its next proposal. */
export interface Advice {
  /** Of each operator, in the order of the standing. */
  readonly weights: readonly number[];
  readonly fading: number;
  readonly furtherMutation: number;
}

/** A climb from a task's first text by the fixed Fulcrum's operators. All of it is the oracle's but the advice. */
export interface Search {
  /** What the policy is told: counts alone. */
  readonly standing: () => Json;
  readonly isOver: () => boolean;
  /** Makes one proposal; goes on from it unless its error is larger. */
  readonly advance: (advice: Advice) => void;
  /** From 0, where the error stayed as it was, to 1, where it fell to a thousandth, on a logarithmic scale. */
  readonly progress: () => number;
}

/** Begins a search that draws from a stream of its own. */
export function beginSearch(
  { path, start, errorOf }: SmallTask,
  fulcrum: FixedFulcrum,
  seed: string,
): Search {
  const { createDrafter, createRandom, javascript } = fulcrum;
  const random = createRandom(seed);
  const drafter = createDrafter(javascript);
  const operators = drafter.defaults
    .filter((id) => id !== javascript.crossover.id)
    .map((id) => ({ id, kept: 0, tried: 0 }));
  const positions = new Map(operators.map(({ id }, index) => [id, index]));
  const first = errorOf(start)!;
  let text = start;
  let error = first;
  let stale = 0;
  let made = 0;

  const count = (used: readonly string[], isKept: boolean, fading: number): void => {
    for (const id of new Set(used)) {
      const counts = operators[positions.get(id)!]!;
      counts.kept = counts.kept * fading + (isKept ? 1 : 0);
      counts.tried = counts.tried * fading + 1;
    }
  };

  return {
    standing: () => ({ operators, stale, spent: made / PROPOSALS }),
    isOver: () => made >= PROPOSALS || error <= first * SOLVED,
    advance: ({ weights, fading, furtherMutation }) => {
      made += 1;
      stale += 1;
      const draft = drafter.draft({
        path,
        text,
        mateText: null,
        intent: 'vary',
        crossFirst: false,
        weigh: ({ id }) => weights[positions.get(id) ?? -1] ?? 0,
        furtherMutation,
        maximumBytes: 600,
        focus: {},
        random,
      });
      if (draft === null) return;
      const reached = errorOf(draft.text);
      const isKept = reached !== null && reached < error;
      count(draft.operators, isKept, fading);
      if (isKept) stale = 0;
      if (reached !== null && reached <= error) [text, error] = [draft.text, reached];
    },
    progress: () => Math.log(first / Math.max(error, first * SOLVED)) / Math.log(1 / SOLVED),
  };
}

/** Reads a policy's answer about one search; null when it is anything else than weights and two shares. */
export function readAdvice(value: Json | undefined, count: number): Advice | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { weights, fading, furtherMutation } = value as { readonly [name: string]: Json };
  const isIn = (number: unknown, most: number): number is number =>
    typeof number === 'number' && number >= 0 && number <= most;
  if (!Array.isArray(weights) || weights.length !== count) return null;
  if (!weights.every((weight) => isIn(weight, LARGEST_WEIGHT))) return null;
  if (!weights.some((weight) => weight !== 0)) return null;
  if (!isIn(fading, 1) || !isIn(furtherMutation, 0.9)) return null;
  return { weights, fading, furtherMutation };
}
