/**
 * The AI Scientist's tree over the training script of `examples/autoresearch-night`, in its four stages, beside random,
 * sequential and greedy search: the same candidates, seeds and rule for each. Afterwards every winner is trained again on
 * seeds and a passage that no decision has seen. Exits with 1 when something it claims does not hold.
 *
 * `node examples/research-tree/research-tree.ts [evaluations a run] [seeds, with commas]`
 */
import { join } from 'node:path';
import { median } from '../../bench/statistics.ts';
import type { StrategySource } from '../../src/kernel/task.ts';
import { columnsOf, formatTable } from '../../src/surfaces/cli/display/tables.ts';
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { loadTask } from '../../src/task/load-task.ts';
import type { Arm, Night } from '../autoresearch-night/arms.ts';
import { armTask, spendNight } from '../autoresearch-night/arms.ts';
import { measureAgain } from '../autoresearch-night/measure-again.ts';
import type { PairedGain } from '../autoresearch-night/paired-gain.ts';
import { mean, pairedGain } from '../autoresearch-night/paired-gain.ts';
import { printClaims } from '../main-job/claim.ts';
import { exampleDirectory } from '../main-job/example-directory.ts';

const SEEDS_AGAIN = 20;
const [evaluations = '80', seedList = '1,2,3,4,5'] = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith('--'));

interface Ended extends Night {
  /** From baseline to winner, where the loop has none to show the baseline itself. */
  readonly whole: PairedGain;
  /** Bits per byte on the held-out passage. */
  readonly winner: number;
}

const strategies: readonly StrategySource[] = [
  { kind: 'tree', options: { drafts: 3, stages: 'ai-scientist' } },
  { kind: 'greedy', options: {} },
  { kind: 'sequential', options: {} },
  { kind: 'random', options: { intent: 'vary' } },
];
const output = createOutput(process.argv.includes('--json'));
const defined = loadTask(exampleDirectory('autoresearch-night'));
const scratch = join(import.meta.dirname, '.fulcrum');
const seeds = seedList.split(',');
output.text(
  `seeds ${seeds.join(' ')}; ${evaluations} evaluations a run; controls: random and sequential; winners trained again on ${SEEDS_AGAIN} seeds\n`,
);

const ended: Ended[] = [];
for (const seed of seeds)
  for (const strategy of strategies) {
    const { minimumGain } = defined.task.acceptance;
    const arm: Arm = {
      name: strategy.kind,
      strategy,
      acceptance: { rule: 'greedy', minimumGain, simplicity: true },
    };
    const task = armTask(defined, arm, seed, Number(evaluations));
    const night = await spendNight(task, arm, scratch);
    const pair = [night.kept[0]!, night.kept.at(-1)!];
    const [before, after] = await measureAgain(task, night.directory, pair, SEEDS_AGAIN);
    const run = { ...night, whole: pairedGain(before!, after!), winner: mean(after!) };
    ended.push(run);
    const facts = {
      strategy: arm.name,
      seed,
      winner: run.winner,
      gain: run.whole.mean,
      kept: run.kept.length - 1,
    };
    output.both(
      { type: 'ended', ...facts, verdict: run.whole.verdict, seconds: run.seconds },
      () =>
        `${arm.name}, seed ${seed}: ${run.winner.toFixed(3)} bits per byte, gain ${run.whole.mean.toFixed(3)} (${run.whole.verdict}), ${facts.kept} kept, ${run.seconds.toFixed(0)} s`,
    );
  }

const winners = (kind: string): readonly number[] =>
  ended.filter(({ arm }) => arm.name === kind).map(({ winner }) => winner);
const rows = strategies.map(({ kind }) => {
  const figures = winners(kind);
  const confirmed = ended.filter(({ arm, whole }) => arm.name === kind && whole.verdict === 'gain').length;
  const shown = [median(figures), Math.min(...figures), Math.max(...figures)];
  return [kind, ...shown.map((bits) => bits.toFixed(3)), `${confirmed} of ${figures.length}`];
});
const columns = columnsOf(['strategy', 'median', 'best', 'worst', 'confirmed gain']);
const { width, paint } = output;
output.text(
  `\nBits per byte on the held-out passage:\n${formatTable(columns, rows, { width, paint }).join('\n')}`,
);
const isAhead = ['random', 'sequential'].every((kind) => median(winners('tree')) < median(winners(kind)));
output.text(
  isAhead
    ? "The tree's median is below both controls'; five seeds alone do not show that it is better."
    : "The tree's median is not below both controls': here the tree did not help.",
);
process.exitCode = printClaims(
  [
    {
      claim: 'every strategy was run with every seed',
      holds: ended.length === seeds.length * strategies.length,
    },
    {
      claim: 'the tree measured candidates again before it chose between them',
      holds: ended.every(({ arm, state }) => arm.name !== 'tree' || state.measurements > 0),
    },
  ],
  output,
)
  ? 0
  : 1;
