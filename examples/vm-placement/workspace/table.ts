import { score } from './rule.ts';

/**
 * What the rule says of machines of some sizes and all hosts they fit on: for each size in turn, for each number of free
 * cores from its own up, its scores for its own memory free, for one unit more, and so on.
 */
export function table(
  sizes: readonly (readonly [number, number])[],
  hostCores: number,
  hostMemory: number,
): number[] {
  const scores: number[] = [];
  for (const [cores, memory] of sizes) {
    for (let freeCores = cores; freeCores <= hostCores; freeCores += 1) {
      for (let freeMemory = memory; freeMemory <= hostMemory; freeMemory += 1) {
        scores.push(score(cores, memory, freeCores, freeMemory));
      }
    }
  }
  return scores;
}
