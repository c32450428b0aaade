/**
 * Puts bugs into npm's minimist, lets the mutation proposer mend each from the results of a few of minimist's own tests,
 * and counts the patches those tests are content with and the others are not: once with half of the tests visible, once
 * with 12 %. Prints every bug and exits with 1 when something it claims does not hold.
 *
 * `node examples/repair/repair-story.ts [bugs] [evaluations a bug] [seed]`
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, deriveSeed } from '../../src/kernel/random.ts';
import { drawBugs } from './bugs.ts';
import { recordTests } from './oracle/recorded-tests.ts';
import type { RepairOutcome } from './repair-run.ts';
import { repair } from './repair-run.ts';

const SHARES = [0.5, 0.12];
const [count = 24, evaluations = 600, seed = 1] = process.argv.slice(2).map(Number);

const tests = recordTests().map(({ name }) => name);
const bugs = await drawBugs(count, createRandom(`bugs/${seed}`));
const scratch = join(import.meta.dirname, '.fulcrum', 'story');
rmSync(scratch, { recursive: true, force: true });
let holds = bugs.length === count;

for (const share of SHARES) {
  console.log(
    `\n${Math.round(share * 100)} % of ${tests.length} tests visible, at most ${evaluations} evaluations a bug, seed ${seed}\n`,
  );
  const outcomes: RepairOutcome[] = [];
  for (const bug of bugs) {
    const directory = join(scratch, `${share}-${bug.id}`);
    const random = createRandom(deriveSeed(String(seed), 'visible tests', Number(bug.id)));
    const outcome = await repair(bug, { share, tests, evaluations, seed: String(seed), directory }, random);
    console.log(rowOf(outcome));
    outcomes.push(outcome);
  }
  console.log(`\n${summaryOf(outcomes)}`);
  // An overfit patch that was kept would be content with the visible tests and not be a repair.
  holds &&= outcomes.every(({ endedPlausible, repaired }) => endedPlausible === repaired);
}
console.log(`\n${holds ? 'holds' : 'FAILS'}  no overfit patch was kept`);
process.exitCode = holds ? 0 : 1;

function rowOf({ bug, judged, plausible, overfit, repaired, seconds }: RepairOutcome): string {
  const end = repaired ? 'repaired' : 'not repaired';
  const patches = `${plausible} plausible, ${overfit} overfit`;
  return `${bug.mutator.padEnd(18)} ${end.padEnd(12)} ${String(judged).padStart(5)} judged  ${patches}  ${seconds.toFixed(1)} s  ${bug.change.slice(0, 60)}`;
}

function summaryOf(outcomes: readonly RepairOutcome[]): string {
  const found = outcomes.filter(({ plausible }) => plausible > 0);
  const overfitFirst = found.filter(({ firstIsOverfit }) => firstIsOverfit === true);
  const repaired = outcomes.filter((outcome) => outcome.repaired);
  const judged = repaired.map((outcome) => outcome.judged).toSorted((left, right) => left - right);
  const median = judged[Math.floor(judged.length / 2)] ?? 'none';
  return [
    `a plausible patch for ${found.length} of ${outcomes.length} bugs; the first one was overfit for ${overfitFirst.length}`,
    `overfit patches refused in all: ${outcomes.reduce((sum, { overfit }) => sum + overfit, 0)}`,
    `repaired, by all ${tests.length} tests: ${repaired.length}; median ${median} evaluations`,
  ].join('\n');
}
