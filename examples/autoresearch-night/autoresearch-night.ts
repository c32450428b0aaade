/**
 * A night of autoresearch in miniature, five times under each of two rules: greedy, which keeps whatever scored better
 * once, and two-stage, which keeps under a stated error. In the morning every kept step is measured again, on 40 seeds and
 * a passage that no decision has seen. Exits with 1 when something it claims does not hold.
 *
 * `node examples/autoresearch-night/autoresearch-night.ts [candidates a night] [seeds, with commas]`
 */
import { join } from 'node:path';
import { median } from '../../bench/statistics.ts';
import { formatTable } from '../../src/surfaces/cli/display/tables.ts';
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { loadTask } from '../../src/task/load-task.ts';
import { printClaims } from '../main-job/claim.ts';
import type { Arm, Night } from './arms.ts';
import { armTask, spendNight } from './arms.ts';
import { measureAgain } from './measure-again.ts';
import type { PairedGain } from './paired-gain.ts';
import { mean, pairedGain, standardDeviation } from './paired-gain.ts';

const SEEDS_AGAIN = 40;
const [evaluations = '40', seedList = '1,2,3,4,5'] = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith('--'));

interface Morning extends Night {
  /** What each kept step is worth. */
  readonly steps: readonly PairedGain[];
  /** From baseline to winner. */
  readonly whole: PairedGain;
  /** Standard deviation of the baseline over seeds. */
  readonly seedNoise: number;
  readonly winner: number;
}

const output = createOutput(process.argv.includes('--json'));
const defined = loadTask(import.meta.dirname);
const { strategy, acceptance } = defined.task;
const { minimumGain } = acceptance;
const arms: readonly Arm[] = [
  { name: 'greedy', strategy, acceptance: { rule: 'greedy', minimumGain, simplicity: true } },
  { name: 'two-stage', strategy, acceptance },
];
const scratch = join(import.meta.dirname, '.fulcrum');
const seeds = seedList.split(',');
output.text(
  `seeds ${seeds.join(' ')}; ${evaluations} candidates a night; steps measured again on ${SEEDS_AGAIN} seeds\n`,
);

const mornings: Morning[] = [];
for (const seed of seeds)
  for (const arm of arms) {
    const task = armTask(defined, arm, seed, Number(evaluations));
    const morning = await wakeUp(await spendNight(task, arm, scratch));
    mornings.push(morning);
    output.both({ type: 'night', ...factsOf(morning) }, () => lineOf(morning));
  }
printTable();
const tolerance = 2;
process.exitCode = printClaims(
  [
    {
      claim: `no more than ${tolerance} of the steps kept under two-stage are not confirmed`,
      holds:
        ofArm('two-stage').flatMap(({ steps }) => steps.filter((step) => step.verdict !== 'gain')).length <=
        tolerance,
    },
    {
      claim: 'every winner under two-stage is no worse than the baseline',
      holds: ofArm('two-stage').every(({ whole, kept }) => kept.length === 1 || whole.verdict !== 'loss'),
    },
    {
      claim: 'seeds make a difference: a figure of one training is noisy',
      holds: mornings.every(({ seedNoise }) => seedNoise > 0),
    },
  ],
  output,
)
  ? 0
  : 1;

async function wakeUp(night: Night): Promise<Morning> {
  const again = await measureAgain(
    armTask(defined, night.arm, night.seed, Number(evaluations)),
    night.directory,
    night.kept,
    SEEDS_AGAIN,
  );
  const steps = again.slice(1).map((after, index) => pairedGain(again[index]!, after));
  return {
    ...night,
    steps,
    whole: pairedGain(again[0]!, again.at(-1)!),
    seedNoise: standardDeviation(again[0]!),
    winner: mean(again.at(-1)!),
  };
}

function factsOf({ arm, seed, steps, whole, seedNoise, winner, trainings, seconds }: Morning) {
  const of = (verdict: PairedGain['verdict']): number =>
    steps.filter((step) => step.verdict === verdict).length;
  return {
    arm: arm.name,
    seed,
    kept: steps.length,
    confirmed: of('gain'),
    noise: of('noise'),
    losses: of('loss'),
    belowSeedNoise: steps.filter((step) => step.mean < seedNoise).length,
    gain: whole.mean,
    winner,
    seedNoise,
    trainings,
    seconds,
  };
}

function lineOf(morning: Morning): string {
  const { arm, seed, kept, confirmed, noise, losses, gain, seedNoise, trainings, seconds } = factsOf(morning);
  return (
    `${arm}, seed ${seed}: ${kept} kept, ${confirmed} confirmed, ${noise} within noise, ${losses} worse; ` +
    `baseline to winner ${gain.toFixed(3)} bits per byte (a seed: ±${seedNoise.toFixed(3)}); ${trainings} trainings, ${seconds.toFixed(0)} s`
  );
}

function ofArm(name: string): readonly Morning[] {
  return mornings.filter(({ arm }) => arm.name === name);
}

function printTable(): void {
  const columns = [
    'rule',
    'kept',
    'confirmed',
    'within noise',
    'worse',
    'below a seed',
    'winner',
    'trainings',
  ];
  const rows = arms.map(({ name }) => {
    const facts = ofArm(name).map(factsOf);
    const middle = (of: (fact: (typeof facts)[number]) => number): number => median(facts.map(of));
    return [
      name,
      ...[middle((fact) => fact.kept), middle((fact) => fact.confirmed), middle((fact) => fact.noise)].map(
        String,
      ),
      ...[middle((fact) => fact.losses), middle((fact) => fact.belowSeedNoise)].map(String),
      middle((fact) => fact.winner).toFixed(3),
      String(middle((fact) => fact.trainings)),
    ];
  });
  const { width, paint } = output;
  const aligned = columns.map((title, index) => ({
    title,
    align: index === 0 ? ('left' as const) : ('right' as const),
  }));
  output.text(
    `\nMedians over ${seeds.length} seeds:\n${formatTable(aligned, rows, { width, paint }).join('\n')}`,
  );
  output.text(
    'confirmed, within noise, worse: the step against the one before it, two standard errors; below a seed: worth less ' +
      'than the standard deviation of the baseline over seeds; winner: bits per byte on the held-out passage.',
  );
}
