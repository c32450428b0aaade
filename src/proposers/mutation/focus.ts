import type { Random } from '../../kernel/random.ts';
import type { SourcePlace, SourceTree } from './source-tree.ts';

/** How suspicious each line of a file is, from 0 to 1; the first entry is line 1. */
export type Focus = { readonly [path: string]: readonly number[] };

/** Share of its weight that every place has, however little suspicion is on its line. */
const EVERYWHERE = 0.02;

/** One of some places, in proportion to the suspicion on the line it starts in; any when the file has none. */
export function pickInFocus<Place extends SourcePlace>(
  focus: Focus,
  parsed: SourceTree,
  places: readonly Place[],
  random: Random,
): Place {
  const lines = focus[parsed.path];
  if (lines === undefined) return random.pick(places);
  const starts = lineStarts(parsed.text);
  const weights = places.map(({ start }) => EVERYWHERE + (lines[lineAt(starts, start)] ?? 0));
  let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (rest -= weight) < 0);
  return places[index === -1 ? places.length - 1 : index]!;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Number of the line that holds an offset, from 0. */
function lineAt(starts: readonly number[], offset: number): number {
  const next = starts.findIndex((start) => start > offset);
  return (next === -1 ? starts.length : next) - 1;
}
