/**
 * Improves the placement rule with five seeds and a random control each, and shows how much of the gain is left on other
 * draws and on another mix of machines. Exits with 1 when something it claims does not hold.
 * `node examples/vm-placement-story/vm-placement-story.ts [evaluations]`
 */
import type { RunState } from '../../src/kernel/run-state.ts';
import type { StrategySource } from '../../src/kernel/task.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { columnsOf, formatTable } from '../../src/surfaces/cli/display/tables.ts';
import type { Output } from '../../src/surfaces/cli/output.ts';
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { overrideTask } from '../../src/surfaces/started-task.ts';
import { loadTask } from '../../src/task/load-task.ts';
import type { Claim } from '../main-job/claim.ts';
import { printClaims } from '../main-job/claim.ts';
import { exampleDirectory, freshRunDirectory } from '../main-job/example-directory.ts';
import type { SideBySide } from './side-by-side.ts';
import { judgeSideBySide } from './side-by-side.ts';

/** Fixed before anything runs, all printed. */
const SEEDS = ['1', '2', '3', '4', '5'];
/** What a gain is measured on: the draws the search itself saw, then others that no run saw. */
const MEASURED = ['searched', 'train', 'same-mix', 'other-mix'] as const;
type Measured = (typeof MEASURED)[number];

interface Told {
  readonly strategy: string;
  readonly seed: string;
  readonly directory: string;
  readonly seconds: number;
  readonly state: RunState;
  readonly fresh: SideBySide;
}

const evaluations = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 1500);
const output = createOutput(process.argv.includes('--json'));
const task = loadTask(exampleDirectory('vm-placement'));
const told: Told[] = [];
for (const seed of SEEDS) {
  const main = await tell(task.task.strategy, seed, null);
  told.push(main, await tell(task.task.control!, seed, main.directory));
}
printFigures(output);
process.exitCode = printClaims(claims(), output) ? 0 : 1;

async function tell(strategy: StrategySource, seed: string, questionsOf: string | null): Promise<Told> {
  const directory = freshRunDirectory('vm-placement', `story-${strategy.kind}-${seed}`);
  const defined = overrideTask(task, { seed, strategy, budget: { evaluations, wallSeconds: null } });
  const started = performance.now();
  const { state } = await runTask(defined, { directory, ...(questionsOf === null ? {} : { questionsOf }) });
  const seconds = (performance.now() - started) / 1000;
  const fresh = await judgeSideBySide(defined, directory, state);
  return { strategy: strategy.kind, seed, directory, seconds, state, fresh };
}

/** Hosts beyond the bound, in per cent, of best fit and of the winner on the same questions. */
function excessesOf({ state, fresh }: Told, measured: Measured): readonly [number, number] {
  const { baseline, incumbent } = state;
  const pair =
    measured === 'searched' ? [baseline!.screened, incumbent!.screened] : [fresh.baseline, fresh.winner];
  const slice = measured === 'searched' ? 'train' : measured;
  const [before, after] = pair.map((verdict) => metricOf(verdict, slice, 'excess')!);
  return [before!, after!];
}

/** Gain of the winner on best fit in points of per cent. */
function gainOf(run: Told, measured: Measured): number {
  const [before, after] = excessesOf(run, measured);
  return before - after;
}

function printFigures({ data, text, width, paint }: Output): void {
  const rows = told.flatMap((run) => {
    const { strategy, seed, seconds } = run;
    data({ type: 'figures', strategy, seed, seconds, gains: MEASURED.map((on) => gainOf(run, on)) });
    const figures = MEASURED.map((on) =>
      excessesOf(run, on)
        .map((excess) => excess.toFixed(2))
        .join(' → '),
    );
    return [[strategy, seed, seconds.toFixed(1), ...figures]];
  });
  const titles = ['strategy', 'seed', 'seconds', 'searched on', 'other draws', 'same mix', 'other mix'];
  text(
    `${paint('strong', 'Host hours beyond the bound, in per cent, best fit → winner; synthetic traces')}\n`,
  );
  text(formatTable(columnsOf(titles), rows, { width, paint }).join('\n'));
  for (const strategy of [task.task.strategy.kind, task.task.control!.kind]) {
    const [searched, train, same, other] = MEASURED.map((on) => medianGain(strategy, on).toFixed(2));
    text(
      `${strategy}: median gain ${searched} where it searched, ${train} on other draws of that length; held out: ` +
        `${same} on longer traces of the same mix, ${other} on another mix`,
    );
  }
}

function medianGain(strategy: string, measured: Measured): number {
  const gains = told.filter((run) => run.strategy === strategy).map((run) => gainOf(run, measured));
  return gains.toSorted((left, right) => left - right)[Math.floor(gains.length / 2)]!;
}

function claims(): readonly Claim[] {
  const main = told.filter(({ strategy }) => strategy === task.task.strategy.kind);
  return [
    {
      claim: 'every winner needs fewer host hours than best fit where it searched',
      holds: main.every((run) => gainOf(run, 'searched') > 0),
    },
    {
      claim: 'the median winner does on held-out draws of the same mix, too',
      holds: medianGain(task.task.strategy.kind, 'same-mix') > 0,
    },
    {
      claim: 'the gain is one of the mix: on another mix the median winner is worse than best fit',
      holds: medianGain(task.task.strategy.kind, 'other-mix') < 0,
    },
    {
      claim: 'every winner rests on a verdict from a fresh sandbox',
      holds: main.every(({ state }) => {
        const { mode, sandbox } = state.incumbent!.fresh;
        return mode === 'fresh' && sandbox.level !== 'none';
      }),
    },
  ];
}
