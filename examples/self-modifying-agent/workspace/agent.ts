import { drawFrom } from './draw.ts';
import { edit } from './editor.ts';
import { accepts, propose } from './policy.ts';
import type { Draw, Search } from './search.ts';

/** What the agent may be asked: to begin searches side by side, to go on with them, or to change its own files. */
export type Question =
  | {
      readonly kind: 'begin';
      /** Bits of the points of each task. */
      readonly bits: readonly number[];
      /** Points asked for at a time on each task, and how many may be tried in all. */
      readonly batch: number;
      readonly budget: number;
      readonly seed: number;
    }
  /** What the points of the answer before are worth, task by task. */
  | { readonly kind: 'values'; readonly values: readonly (readonly number[])[] }
  | { readonly kind: 'edit'; readonly files: { readonly [path: string]: string }; readonly seed: number };

type Running = { -readonly [Field in keyof Search]: Search[Field] } & { tried: number; points: number[] };

let searches: Running[] = [];
let batch = 1;
let budget = 1;
let draw: Draw = drawFrom(0);

/** Points to try on each task; for `edit` the changed files. */
export function answer(question: Question): unknown {
  switch (question.kind) {
    case 'begin':
      ({ batch, budget } = question);
      draw = drawFrom(question.seed);
      searches = question.bits.map(begin);
      return searches.map(({ points }) => points);
    case 'values':
      for (const [task, values] of question.values.entries()) learn(searches[task]!, values);
      return searches.map(({ points }) => points);
    case 'edit':
      return edit(question.files, drawFrom(question.seed));
  }
}

function begin(bits: number): Running {
  const points = Array.from({ length: batch }, () => Math.floor(draw() * 2 ** bits));
  const standing = { point: points[0]!, value: -Infinity, best: points[0]!, bestValue: -Infinity };
  return { ...standing, bits, spent: 0, stale: 0, tried: 0, points };
}

function learn(search: Running, values: readonly number[]): void {
  for (const [index, value] of values.entries()) {
    const point = search.points[index]!;
    search.tried += 1;
    search.spent = search.tried / budget;
    search.stale += 1;
    if (value > search.bestValue) Object.assign(search, { best: point, bestValue: value, stale: 0 });
    if (search.value === -Infinity || accepts(search, value, draw)) Object.assign(search, { point, value });
  }
  search.points = Array.from({ length: batch }, () => propose(search, draw));
}
