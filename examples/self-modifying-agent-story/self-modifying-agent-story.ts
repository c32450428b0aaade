/**
 * Agents that change their own code, searched for as DGM, HyperAgents, HGM and SICA do, beside the ablations: another's
 * editor, any parent, the best parent, no descendants. Prints the gain where each searched and what is left of it on
 * tasks it never saw. Goes on where it was stopped. Exits with 1 when something it claims does not hold.
 * `node examples/self-modifying-agent-story/self-modifying-agent-story.ts [evaluations] [points: 400 or 3000] [seeds]`
 */
import { columnsOf, formatTable } from '../../src/surfaces/cli/display/tables.ts';
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { loadTask } from '../../src/task/load-task.ts';
import type { Claim } from '../main-job/claim.ts';
import { printClaims } from '../main-job/claim.ts';
import { exampleDirectory } from '../main-job/example-directory.ts';
import { ARMS, taskOf, type Arm } from './arms.ts';
import { tell, type Pair, type ToldRun } from './told-run.ts';

interface Told extends ToldRun {
  readonly arm: Arm;
  readonly seed: string;
}

const [evaluations = 100, points = 400, seeds = 5] = process.argv
  .slice(2)
  .filter((argument) => /^\d+$/.test(argument))
  .map(Number);
if (points !== 400 && points !== 3000) throw new RangeError('an agent may try 400 or 3000 points');

const output = createOutput(process.argv.includes('--json'));
const example = loadTask(exampleDirectory('self-modifying-agent'));
const told: Told[] = [];
for (let seed = 1; seed <= seeds; seed += 1) {
  for (const arm of ARMS) {
    const task = taskOf(example, arm, String(seed), evaluations, points);
    // All arms of a seed are asked the same, so that they differ in nothing but the search.
    const questionsOf = arm === ARMS[0] ? null : runName(ARMS[0]!, seed);
    const run = await tell(runName(arm, seed), task, questionsOf);
    told.push({ ...run, arm, seed: String(seed) });
    const { heldOut, searched } = run;
    output.text(
      `seed ${seed}, ${arm.name}: searched ${arrow(searched)}, held out ${arrow(heldOut)} (${run.seconds.toFixed(0)} s)`,
    );
  }
}
printMedians();
process.exitCode = printClaims(claims(), output) ? 0 : 1;

function runName({ name }: Arm, seed: number): string {
  return `story-${points}-${evaluations}-${name.replaceAll(' ', '-')}-${seed}`;
}

function printMedians(): void {
  const titles = ['arm', 'searched', 'held out', 'other kinds', 'optimism', 'kept', 'by others'];
  const rows = ARMS.map((arm) => {
    const runs = told.filter((run) => run.arm === arm);
    const of = (figure: (run: Told) => number): number => median(runs.map(figure));
    const range = (figure: (run: Told) => number): string => {
      const values = runs.map(figure);
      return `${short(of(figure))} (${short(Math.min(...values))} to ${short(Math.max(...values))})`;
    };
    const figures = {
      searched: of(({ searched }) => searched.winner),
      heldOut: of(({ heldOut }) => heldOut.winner),
      unseen: of(({ unseen }) => unseen.winner),
      optimism: of(optimismOf),
    };
    output.data({ type: 'arm', arm: arm.name, seeds: runs.length, evaluations, points, ...figures });
    const made = runs.reduce((sum, run) => sum + run.made, 0);
    const changed = runs.reduce((sum, run) => sum + run.byChangedEditors, 0);
    return [
      arm.name,
      range(({ searched }) => searched.winner),
      range(({ heldOut }) => heldOut.winner),
      range(({ unseen }) => unseen.winner),
      range(optimismOf),
      String(of(({ kept }) => kept)),
      `${((100 * changed) / Math.max(1, made)).toFixed(0)} %`,
    ];
  });
  const first = median(told.map(({ heldOut }) => heldOut.first)).toFixed(3);
  const start = median(told.map(({ searched }) => searched.first)).toFixed(3);
  output.text(`\nMedians over ${seeds} seeds, ${evaluations} evaluations each, ${points} points a task`);
  output.text(`The first agent: ${start} where they searched, ${first} held out\n`);
  output.text(formatTable(columnsOf(titles), rows, output).join('\n'));
  output.text(
    'optimism: gain where searched less gain held out; by others: children of editors that had changed',
  );
  for (const { name, about } of ARMS) output.text(`${name}: ${about}`);
}

/** How much more the winner gained where it was searched for than on tasks it never saw. */
function optimismOf({ searched, heldOut }: Told): number {
  return searched.winner - searched.first - (heldOut.winner - heldOut.first);
}

function short(value: number): string {
  return value.toFixed(2);
}

function arrow({ first, winner }: Pair): string {
  return `${first.toFixed(3)} → ${winner.toFixed(3)}`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function claims(): readonly Claim[] {
  const own = told.filter(({ arm }) => arm.editor === 'own' && arm.name !== 'initial only');
  const fixed = told.filter(({ arm }) => arm.editor === 'fixed');
  return [
    {
      claim: 'agents that changed their editors made children with them',
      holds: own.some(({ byChangedEditors }) => byChangedEditors > 0),
    },
    {
      claim: 'where the editor is fixed none did',
      holds: fixed.every(({ byChangedEditors }) => byChangedEditors === 0),
    },
    {
      claim: 'over all arms the median winner is better than the first agent on tasks it never saw',
      holds: median(told.map(({ heldOut }) => heldOut.winner - heldOut.first)) > 0,
    },
    {
      claim: 'every winner rests on a verdict from a fresh sandbox',
      holds: told.every(({ fresh }) => fresh),
    },
  ];
}
