import { join } from 'node:path';
import type { RunState } from '../../src/kernel/run-state.ts';
import type { Verdict } from '../../src/kernel/verdict.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { columnsOf, formatTable } from '../../src/surfaces/cli/display/tables.ts';
import { sanitiseLines } from '../../src/surfaces/cli/display/sanitise-lines.ts';
import { openLiveRuns } from '../../src/surfaces/cli/live-runs.ts';
import type { Output } from '../../src/surfaces/cli/output.ts';
import { overrideTask } from '../../src/surfaces/started-task.ts';
import { writeReport } from '../../src/surfaces/write-report.ts';
import { loadTask } from '../../src/task/load-task.ts';
import { readText } from '../../src/workspace/tree.ts';
import type { Claim } from './claim.ts';
import { exampleDirectory, freshRunDirectory } from './example-directory.ts';

/** The seeds, fixed before anything runs. The first is the one whose winner is shown, whatever it comes to. */
const SEEDS = ['1', '2', '3'];
const EVALUATIONS = 2000;
/** Published with FunSearch for these instances: best fit, and the heuristic it found. */
const BEST_FIT = 3.98;
const FUNSEARCH = 0.68;

interface Told {
  readonly label: string;
  readonly directory: string;
  readonly state: RunState;
}

/** Runs the task with every seed and the control once, and prints all of them. */
export async function binPackingStory(output: Output): Promise<readonly Claim[]> {
  const task = loadTask(exampleDirectory('bin-packing'));
  const live = openLiveRuns(
    { workers: null, isolation: 'required', display: process.stdout.isTTY ? 'full' : 'plain' },
    output,
  );
  const told: Told[] = [];
  const tell = async (label: string, seed: string, control: boolean): Promise<Told> => {
    const strategy = control ? task.task.control! : task.task.strategy;
    const directory = freshRunDirectory('bin-packing', `start-${label}`.replaceAll(' ', '-'));
    // The control gets as many evaluations as the run it is compared with came to in its time.
    const evaluations = control ? told[0]!.state.spending.evaluations : EVALUATIONS;
    const defined = overrideTask(task, { seed, strategy, budget: { evaluations, wallSeconds: 10 } });
    const place = control ? { directory, questionsOf: told[0]!.directory } : { directory };
    const { state } = await live.run(defined, place, control ? 'control' : 'main');
    return { label, directory, state };
  };
  try {
    told.push(await tell(`seed ${SEEDS[0]!}`, SEEDS[0]!, false));
    told.push(await tell('random control', SEEDS[0]!, true));
    for (const seed of SEEDS.slice(1)) told.push(await tell(`seed ${seed}`, seed, false));
  } finally {
    live.close();
  }
  const [shown, control] = told as [Told, Told];
  const report = writeReport(shown.directory, control.directory, join(shown.directory, 'report.html'));
  printWinner(shown, output);
  printFigures(told, output);
  output.both({ type: 'report', path: report }, () => `\nreport  ${report}`);
  return claimsOf(told.filter((run) => run !== control));
}

function printWinner({ directory, state, label }: Told, output: Output): void {
  const ledger = readLedger(directory);
  const { candidate } = state.incumbent!;
  const code = readText(ledger, candidate.tree, 'rule.ts')!;
  ledger.close();
  output.both({ type: 'winner', label, number: candidate.number, code }, () =>
    [
      '',
      output.paint('strong', `The winner of ${label}, candidate ${candidate.number}:`),
      '',
      sanitiseLines(code),
    ].join('\n'),
  );
}

function printFigures(told: readonly Told[], output: Output): void {
  const columns = ['run', 'judged', 'training', 'held out: published 5,000', '1,000 items', '120 items'];
  const [first] = told as [Told];
  const rows = [
    ['best fit (baseline)', '', ...excesses(first.state.baseline!.fresh)],
    ...told.map(({ label, state }) => [
      label,
      String(state.spending.evaluations),
      ...excesses(state.incumbent!.fresh),
    ]),
  ];
  const seeds = told
    .filter(({ label }) => label.startsWith('seed'))
    .map(({ state }) => published(state.incumbent!.fresh));
  for (const row of rows)
    output.data({ type: 'figures', run: row[0]!, judged: row[1]!, excess: row.slice(2) });
  const table = formatTable(columnsOf(columns), rows, output);
  output.text(
    `${output.paint('strong', 'Bins beyond the lower bound, in per cent; lower is better')}\n\n${table.join('\n')}`,
  );
  output.text(
    `\nHeld-out spread over seeds ${SEEDS.join(', ')}: ${Math.min(...seeds).toFixed(2)} to ${Math.max(...seeds).toFixed(2)} %, ` +
      `median ${median(seeds).toFixed(2)} %. Published: best fit ${BEST_FIT} %, FunSearch ${FUNSEARCH} %.`,
  );
}

function excesses(verdict: Verdict): readonly string[] {
  return ['train', 'weibull-5k', 'weibull-1k', 'weibull-120'].map((slice) => {
    const excess = metricOf(verdict, slice, 'excess');
    return excess === null ? 'not measured' : excess.toFixed(2);
  });
}

function published(verdict: Verdict): number {
  return metricOf(verdict, 'weibull-5k', 'excess') ?? Infinity;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)]!;
}

function claimsOf(told: readonly Told[]): readonly Claim[] {
  const baseline = published(told[0]!.state.baseline!.fresh);
  return [
    {
      claim: `best fit has the excess published for it on these instances (${BEST_FIT} %)`,
      holds: Math.abs(baseline - BEST_FIT) < 0.005,
    },
    {
      claim: 'every seed beats best fit on the published instances, which no candidate ever saw',
      holds: told.every(({ state }) => published(state.incumbent!.fresh) < baseline),
    },
    {
      claim: 'every winner rests on a verdict from a fresh sandbox',
      holds: told.every(({ state }) => {
        const { mode, sandbox } = state.incumbent!.fresh;
        return mode === 'fresh' && sandbox.level !== 'none';
      }),
    },
  ];
}
