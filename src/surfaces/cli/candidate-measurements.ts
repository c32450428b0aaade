import type { Ablation, Reconfirmation } from '../../kernel/confirmation.ts';
import type { Ledger } from '../../kernel/contracts/ledger.ts';
import type { RunEvent, RunEventType } from '../../kernel/event.ts';
import type { MeasuredNoise, Remeasurement } from '../../kernel/noise.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { noiseText, remeasurementText } from '../../report/noise-text.ts';
import { checkLine, figure } from './figures.ts';

/** What a run measured of a candidate outside its own decision. None of it decided anything. */
export type LaterMeasurement =
  /** A turn the strategy spent on judging it once more. */
  | { readonly kind: 'turn'; readonly number: number; readonly verdict: Verdict }
  /** The baseline against itself. */
  | { readonly kind: 'noise'; readonly noise: MeasuredNoise }
  /** As the incumbent, against the baseline, in between. */
  | { readonly kind: 'remeasured'; readonly remeasured: Remeasurement }
  /** As the winner, against the baseline, on inputs asked of nobody before. */
  | { readonly kind: 'reconfirmed'; readonly result: Reconfirmation }
  /** As a step towards a winner: what that one is worth without it. */
  | { readonly kind: 'left-out'; readonly winner: number; readonly result: Ablation };

const TYPES: readonly RunEventType[] = [
  'candidate-measured',
  'noise-measured',
  'incumbent-remeasured',
  'reconfirmed',
  'step-ablated',
];

/** All later measurements of one candidate, in the order they were made. */
export function readMeasurements(
  ledger: Pick<Ledger, 'entriesOfTypes'>,
  number: number,
): readonly LaterMeasurement[] {
  return ledger.entriesOfTypes(TYPES).flatMap(({ event }) => measurementIn(event, number) ?? []);
}

function measurementIn(event: RunEvent, number: number): LaterMeasurement | null {
  switch (event.type) {
    case 'candidate-measured': {
      const { number: turn, candidate, verdict } = event;
      return candidate.number === number ? { kind: 'turn', number: turn, verdict } : null;
    }
    case 'noise-measured':
      return number === 0 ? { kind: 'noise', noise: event.noise } : null;
    case 'incumbent-remeasured': {
      const { remeasured } = event;
      // The baseline is measured in each of them, whoever the incumbent is.
      return [0, remeasured.incumbent].includes(number) ? { kind: 'remeasured', remeasured } : null;
    }
    case 'reconfirmed':
      return event.number === number ? { kind: 'reconfirmed', result: event.result } : null;
    case 'step-ablated':
      return event.step === number ? { kind: 'left-out', winner: event.number, result: event.result } : null;
    default:
      return null;
  }
}

/** When it was made and what came of it, in one line each. */
export function measurementText(measurement: LaterMeasurement): readonly [when: string, what: string] {
  switch (measurement.kind) {
    case 'turn': {
      const { number, verdict } = measurement;
      return [`turn ${number}`, verdict.checks.map(checkLine).join('; ') || verdict.status];
    }
    case 'noise':
      return ['at the start', noiseText(measurement.noise)];
    case 'remeasured':
      return [`after ${measurement.remeasured.decided}`, remeasurementText(measurement.remeasured)];
    case 'reconfirmed': {
      const { reportedGain, confirmedGain } = measurement.result;
      return ['at the end', `gain ${figure(reportedGain)} reported, ${figure(confirmedGain)} confirmed`];
    }
    case 'left-out':
      return ['at the end', leftOutText(measurement)];
  }
}

function leftOutText({ winner, result }: Extract<LaterMeasurement, { kind: 'left-out' }>): string {
  const without = `${winner} without this step`;
  switch (result.kind) {
    case 'judged':
      return `${without} is worse by ${figure(result.gains.mean)} over ${result.gains.pairs} pairs`;
    case 'not-separable':
      return `${without}: not to be had, later steps rest on the same lines of ${result.path}`;
    case 'undone':
      return `nothing of this step is left in ${winner}`;
  }
}
