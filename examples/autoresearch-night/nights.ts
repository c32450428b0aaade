import { median } from '../../bench/statistics.ts';
import { columnsOf, formatTable } from '../../src/surfaces/cli/display/tables.ts';
import type { Output } from '../../src/surfaces/cli/output.ts';
import type { DefinedTask } from '../../src/task/define-task.ts';
import type { Claim } from '../main-job/claim.ts';
import { printClaims } from '../main-job/claim.ts';
import type { Arm, Night } from './arms.ts';
import { armTask, spendNight } from './arms.ts';
import { measureAgain } from './measure-again.ts';
import type { PairedGain } from './paired-gain.ts';
import { mean, pairedGain, standardDeviation } from './paired-gain.ts';

/** Seeds that every kept step is measured again on. */
const SEEDS_AGAIN = 40;
const CERTIFIED = 'two-stage';
/** Steps kept that may turn out to be no gain: two standard errors are no proof of a mistake. */
const TOLERANCE = 2;

export interface Nights {
  readonly task: DefinedTask;
  /** Candidates a night. */
  readonly evaluations: number;
  readonly seeds: readonly string[];
  /** Folder for the run directories. */
  readonly scratch: string;
}

interface Morning extends Night {
  /** What each kept step is worth. */
  readonly steps: readonly PairedGain[];
  /** From baseline to winner. */
  readonly whole: PairedGain;
  /** Standard deviation of the baseline over seeds. */
  readonly seedNoise: number;
  readonly winner: number;
}

/**
 * Spends each night twice: under greedy, which keeps whatever scored better once, and under two-stage, which keeps under a
 * stated error. In the morning every kept step is measured again, on seeds and a passage that no decision has seen.
 *
 * @returns whether everything it claims holds
 */
export async function tellNights(nights: Nights, output: Output): Promise<boolean> {
  const { task: defined, evaluations, seeds, scratch } = nights;
  output.text(
    `seeds ${seeds.join(' ')}; ${evaluations} candidates a night; steps measured again on ${SEEDS_AGAIN} seeds\n`,
  );
  const mornings: Morning[] = [];
  for (const seed of seeds)
    for (const arm of armsOf(defined)) {
      const task = armTask(defined, arm, seed, evaluations);
      const morning = await wakeUp(task, await spendNight(task, arm, scratch));
      mornings.push(morning);
      output.both({ type: 'night', ...factsOf(morning) }, () => lineOf(morning));
    }
  printTable(mornings, seeds.length, output);
  return printClaims(claimsOf(mornings), output);
}

async function wakeUp(task: DefinedTask, night: Night): Promise<Morning> {
  const again = await measureAgain(task, night.directory, night.kept, SEEDS_AGAIN);
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

/** The arms of a task: greedy, for comparison, and the rule of the task itself. */
function armsOf({ task: { strategy, acceptance } }: DefinedTask): readonly Arm[] {
  const { minimumGain } = acceptance;
  return [
    { name: 'greedy', strategy, acceptance: { rule: 'greedy', minimumGain, simplicity: true } },
    { name: CERTIFIED, strategy, acceptance },
  ];
}

function claimsOf(mornings: readonly Morning[]): readonly Claim[] {
  const certified = mornings.filter(({ arm }) => arm.name === CERTIFIED);
  const unconfirmed = certified.flatMap(({ steps }) => steps.filter((step) => step.verdict !== 'gain'));
  return [
    {
      claim: `no more than ${TOLERANCE} of the steps kept under ${CERTIFIED} are not confirmed`,
      holds: unconfirmed.length <= TOLERANCE,
    },
    {
      claim: `every winner under ${CERTIFIED} is no worse than the baseline`,
      holds: certified.every(({ whole, kept }) => kept.length === 1 || whole.verdict !== 'loss'),
    },
    {
      claim: 'seeds make a difference: a figure of one training is noisy',
      holds: mornings.every(({ seedNoise }) => seedNoise > 0),
    },
  ];
}

function printTable(mornings: readonly Morning[], nights: number, output: Output): void {
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
  const names = [...new Set(mornings.map(({ arm }) => arm.name))];
  const rows = names.map((name) => {
    const facts = mornings.filter(({ arm }) => arm.name === name).map(factsOf);
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
  output.text(
    `\nMedians over ${nights} seeds:\n${formatTable(columnsOf(columns), rows, { width, paint }).join('\n')}`,
  );
  output.text(
    'confirmed, within noise, worse: the step against the one before it, two standard errors; below a seed: worth less ' +
      'than the standard deviation of the baseline over seeds; winner: bits per byte on the held-out passage.',
  );
}
