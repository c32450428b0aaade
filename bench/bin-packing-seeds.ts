/**
 * Runs the bin-packing example and its random control with seeds 1 to 5 on equal evaluations and prints every one, with
 * the published figures beside them. `node bench/bin-packing-seeds.ts [evaluations]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Verdict } from '../src/kernel/verdict.ts';
import { metricOf } from '../src/kernel/verdict.ts';
import { runTask } from '../src/surfaces/run-task.ts';
import { overrideTask } from '../src/surfaces/started-task.ts';
import { loadTask } from '../src/task/load-task.ts';
import { numberArgument } from './number-argument.ts';

const SEEDS = ['1', '2', '3', '4', '5'];
const SLICES = ['train', 'weibull-5k', 'weibull-1k', 'weibull-120'];
const evaluations = numberArgument(1, 5000, '[evaluations]');

const task = loadTask(join(import.meta.dirname, '../examples/bin-packing'));
const scratch = mkdtempSync(join(tmpdir(), 'fulcrum-bench-'));
const finals: { [strategy: string]: number[] } = {};

console.log(`| strategy | seed | seconds | ${SLICES.join(' | ')} |`);
console.log(`|---|---|---|${SLICES.map(() => '---|').join('')}`);
for (const seed of SEEDS) {
  const main = await run('evolve', seed, null);
  await run('random', seed, main);
}
for (const [strategy, values] of Object.entries(finals)) {
  const sorted = values.toSorted((left, right) => left - right);
  const median = sorted[Math.floor(sorted.length / 2)]!;
  console.log(
    `${strategy}: held-out median ${median.toFixed(2)} %, from ${sorted[0]!.toFixed(2)} to ${sorted.at(-1)!.toFixed(2)} %`,
  );
}
console.log('published for weibull-5k: best fit 3.98 %, FunSearch 0.68 %');
rmSync(scratch, { recursive: true });

async function run(kind: string, seed: string, questionsOf: string | null): Promise<string> {
  const directory = join(scratch, `${kind}-${seed}`);
  const strategy = kind === 'random' ? task.task.control! : task.task.strategy;
  const defined = overrideTask(task, { seed, strategy, budget: { evaluations, wallSeconds: null } });
  const started = performance.now();
  const { state } = await runTask(defined, { directory, ...(questionsOf === null ? {} : { questionsOf }) });
  const seconds = (performance.now() - started) / 1000;
  const verdict = state.incumbent!.fresh;
  console.log(
    `| ${kind} | ${seed} | ${seconds.toFixed(1)} | ${SLICES.map((slice) => excess(verdict, slice)).join(' | ')} |`,
  );
  (finals[kind] ??= []).push(metricOf(verdict, 'weibull-5k', 'excess')!);
  return directory;
}

function excess(verdict: Verdict, slice: string): string {
  return metricOf(verdict, slice, 'excess')!.toFixed(2);
}
