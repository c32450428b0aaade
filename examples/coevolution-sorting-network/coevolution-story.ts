/**
 * Sorting networks against ten tests: fixed ones, ones that are changed at random, and ones that a challenger of its own
 * makes harder. Same search, same seeds, same number of evaluations; all 2^n inputs of zeros and ones decide what is kept. Exits with 1 when something it
 * claims does not hold.
 * `node examples/coevolution-sorting-network/coevolution-story.ts [evaluations] [seeds] [wires: 8 or 10]`
 */
import { columnsOf, formatTable } from '../../src/surfaces/cli/display/tables.ts';
import type { Output } from '../../src/surfaces/cli/output.ts';
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { printClaims } from '../main-job/claim.ts';
import type { Told } from './tell-arm.ts';
import { ARMS, claimsOn, savedQueries, tellArm } from './tell-arm.ts';

const [evaluations = 3000, seeds = 5, only] = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number);
const sizes = only === undefined ? [8, 10] : [only];
const output = createOutput(process.argv.includes('--json'));
const told: Told[] = [];
for (const wires of sizes)
  for (let seed = 1; seed <= seeds; seed += 1)
    for (const arm of ARMS) {
      const run = await tellArm(arm, wires, String(seed), evaluations);
      const { seconds, size, queries, refused, comparisons } = run;
      output.data({ type: 'figures', wires, arm, seed, seconds, size, queries, refused, comparisons });
      output.notice(
        `${wires} wires, tests ${arm}, seed ${seed}: ${size} comparators in ${seconds.toFixed(1)} s`,
      );
      told.push(run);
    }
printFigures(output);
process.exitCode = printClaims(claimsOn(told), output) ? 0 : 1;

function printFigures({ data, text, width, paint }: Output): void {
  const titles = [
    'wires',
    'tests',
    'seed',
    'seconds',
    'comparators',
    'proofs asked',
    'refused',
    'comparisons, millions',
  ];
  const rows = told.map((run) => {
    const { wires, arm, seed, seconds, size, queries, refused, comparisons } = run;
    return [wires, arm, seed, seconds.toFixed(1), size, queries, refused, (comparisons / 1e6).toFixed(1)].map(
      String,
    );
  });
  text(formatTable(columnsOf(titles, 1), rows, { width, paint }).join('\n'));
  for (const wires of sizes) {
    const saved = savedQueries(told, wires);
    data({ type: 'saved', wires, saved: saved.map(({ seed, size, queries }) => ({ seed, size, queries })) });
    const each = saved.map(
      ({ seed, size, queries }) => `seed ${seed} at ${size}: ${ARMS.map((arm) => queries[arm]).join(', ')}`,
    );
    text(
      `${wires} wires, proofs asked until every arm had a network of that size (${ARMS.join(', ')}): ${each.join('; ')}`,
    );
  }
}
