import type { Strategy } from '../../kernel/contracts/strategy.ts';
import type { Json } from '../../kernel/json.ts';
import { createRandom } from '../../kernel/random.ts';
import { proposalOf } from './proposal-of.ts';

/** Numbers of the parents a strategy selects for a turn. */
export function parentsOf(strategy: Strategy, state: Json, number: number, seed = 'any'): readonly number[] {
  const selection = strategy.select(state, number, createRandom(seed));
  return proposalOf(selection).parents.map((parent) => parent.number);
}

/** How often each number is the first parent in turn `number`, over so many draws from streams of their own. */
export function firstParents(
  strategy: Strategy,
  state: Json,
  number: number,
  draws: number,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let draw = 0; draw < draws; draw += 1) {
    const [first] = parentsOf(strategy, state, number, `draw ${draw}`);
    counts.set(first!, (counts.get(first!) ?? 0) + 1);
  }
  return counts;
}
