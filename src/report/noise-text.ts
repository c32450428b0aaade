import type { MeasuredNoise, Remeasurement } from '../kernel/noise.ts';
import type { RunState } from '../kernel/run-state.ts';
import { significant } from './certificate/numbers.ts';
import { formatAmount } from './format.ts';

/** What the baseline against itself showed, in one line. */
export function noiseText(noise: MeasuredNoise): string {
  const { pairs, ties, deviation, acrossInputs, eValue, threshold, repeats, effect } = noise;
  const planned = `a gain of ${significant(effect)} takes ${repeats} pairs`;
  if (noise.deterministic)
    return `noise: the same inputs give the same figure (${pairs} pairs of the baseline with itself); from inputs to inputs it scatters with a deviation of ${significant(acrossInputs)}, and a gain may too: at most, ${planned}`;
  const shown = `deviation ${significant(deviation)} of ${pairs} paired differences, ${ties} ties, e ${significant(eValue)} below ${significant(threshold)}`;
  return `noise: ${shown}; ${planned}`;
}

/** How the incumbent fared in between, in one line. */
export function remeasurementText(remeasured: Remeasurement): string {
  return `measured again: ${[standingText(remeasured), driftText(remeasured)].join('; ')}`;
}

/** What was found of noise, incumbent and machine, as rows. */
export function noiseRows({
  noise,
  remeasured,
  remeasurementFindings,
}: RunState): readonly (readonly [string, string])[] {
  const { drifted, notBetter } = remeasurementFindings;
  const findings = [
    ...(drifted > 0 ? [`the machine had drifted ${formatAmount(drifted, 'time')}`] : []),
    ...(notBetter > 0
      ? [`the incumbent was not seen to beat the baseline ${formatAmount(notBetter, 'time')}`]
      : []),
  ];
  return [
    ...(noise === null ? [] : [['noise', noiseText(noise).replace(/^noise: /, '')] as const]),
    ...(remeasured === null ? [] : [[`at ${remeasured.decided}`, remeasurementText(remeasured)] as const]),
    ...findings.map((finding) => ['finding', finding] as const),
  ];
}

function standingText({ incumbent, standing, wins, losses, eValue }: Remeasurement): string {
  if (standing === null) return 'nothing was kept yet';
  const pairs = `${wins} pairs won, ${losses} lost, e ${significant(eValue)}`;
  switch (standing) {
    case 'better':
      return `#${incumbent} beats the baseline, ${pairs}`;
    case 'unclear':
      return `#${incumbent} is not seen to beat the baseline, ${pairs}`;
    case 'worse':
      return `#${incumbent} is worse than the baseline, ${pairs}`;
  }
}

function driftText({ drift, drifted, level }: Remeasurement): string {
  const distance =
    drift === null ? 'no scale to tell drift by' : `${significant(drift)} robust standard errors`;
  return drifted
    ? `the machine drifted: the baseline is now at ${significant(level.median)}, ${distance} from the start`
    : `the baseline is where it was, ${distance}`;
}
