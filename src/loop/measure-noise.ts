import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { FulcrumError } from '../kernel/errors.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { MeasuredNoise } from '../kernel/noise.ts';
import type { Task } from '../kernel/task.ts';
import { checkPasses } from './2-baseline.ts';
import type { Journal } from './journal.ts';
import { figureOf, gainsOf, judgePairs } from './judge-pairs.ts';
import { noiseOfPairs, repeatPairs } from './noise-of-pairs.ts';
import type { RunParts } from './run-parts.ts';

/**
 * Measures the baseline against itself, where the rule tests pairs: how noisy the metric is, how many pairs a confirmation
 * takes, and that two equal candidates are not told apart.
 *
 * @throws FulcrumError `FULCRUM_E_NOISE_AA` when they are, `FULCRUM_E_NOISE_CONSTANT` when the metric is the same whatever
 *   is asked, `FULCRUM_E_BASELINE_FAILS` when the baseline does not always pass
 */
export async function measureNoise(parts: RunParts, journal: Journal): Promise<void> {
  const { statistics, minimumGain } = parts.task.acceptance;
  const { noise, baseline } = journal.state();
  if (statistics === undefined || noise !== null) return;

  const { candidate } = baseline!;
  const { signal } = new AbortController();
  const count = repeatPairs(statistics);
  const { pairs, notes } = await judgePairs(parts, [candidate, candidate], count, labelOf, signal);
  for (const { first, second } of pairs) {
    checkPasses(first.verdict);
    checkPasses(second.verdict);
  }
  const figures = pairs.map(
    ({ first, second }) => [figureOf(parts, first)!, figureOf(parts, second)!] as const,
  );
  const measured = noiseOfPairs(gainsOf(parts, pairs), figures, statistics, minimumGain);
  checkVaries(parts.task, figures.flat());
  checkNoChange(parts.task, measured);
  journal.record(...notes, {
    event: { type: 'noise-measured', noise: measured },
    observed: { machine: machineFacts() },
  });
}

function labelOf(index: number): string {
  return `aa-${index}`;
}

/** Where the figures were taken, for whoever compares them with others. */
function machineFacts(): JsonObject {
  const [processor] = cpus();
  return {
    processor: processor?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    loadMinute: loadavg()[0]!,
  };
}

function checkVaries({ objectives, acceptance }: Task, figures: readonly number[]): void {
  const [first] = figures;
  if (figures.some((figure) => figure !== first)) return;
  const { metric, slice } = objectives[0]!;
  throw new FulcrumError({
    code: 'FULCRUM_E_NOISE_CONSTANT',
    domain: 'oracle',
    what: `${metric} on ${slice} was ${first} in all ${figures.length} judgements of the baseline, whatever it was asked`,
    where: `acceptance.rule ${acceptance.rule}`,
    mend: 'Set `acceptance: { rule: exact }` if the metric is meant to be the same for all inputs; else let its check draw inputs from `random`, or report what it measures',
  });
}

function checkNoChange({ objectives, acceptance }: Task, noise: MeasuredNoise): void {
  const { pairs, wins, losses, eValue, threshold } = noise;
  if (eValue < threshold) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_NOISE_AA',
    domain: 'oracle',
    what: `the baseline differs from itself: of ${pairs} pairs on the same inputs one side won ${wins} and lost ${losses} (e-value ${Number(eValue.toPrecision(3))}, a change from ${threshold} on)`,
    where: `${objectives[0]!.metric}, acceptance.rule ${acceptance.rule}`,
    mend: 'Look for what the oracle keeps from one judgement to the next (a cache, a counter, files), or for other work on this machine; then run again',
  });
}
