import { expect, it } from 'vitest';
import type { RunEvent } from '../../kernel/event.ts';
import type { Remeasurement } from '../../kernel/noise.ts';
import { candidateWith, checkWith, verdictWith } from '../../kernel/testing/fixtures.ts';
import { openLedger } from '../../ledger/sqlite-ledger.ts';
import { exampleEvents, temporaryFolder } from '../../ledger/testing/example-run.ts';
import { measurementText, readMeasurements } from './candidate-measurements.ts';

const REMEASURED: Remeasurement = {
  ...{ decided: 2, incumbent: 1, pairs: 20, wins: 15, losses: 5, ties: 0, mean: 3, eValue: 9 },
  standing: 'better',
  level: { count: 20, median: 7, scale: 1 },
  ...{ drift: 0.5, drifted: false },
};
const VERDICT = verdictWith({ inputs: 'measure-3', checks: [checkWith({ metrics: { cost: 0.25 } })] });
const GAINS = { pairs: 4, wins: 4, losses: 0, ties: 0, failed: 0, otherFailed: 0, mean: 2, deviation: 1 };

it('collects what a run measured of one candidate after its decision, and of no other', () => {
  const ledger = openLedger(temporaryFolder());
  const measured = (number: number, candidate: number): RunEvent => ({
    type: 'candidate-measured',
    number,
    candidate: candidateWith({ number: candidate }),
    verdict: VERDICT,
  });
  const events: readonly RunEvent[] = [
    ...exampleEvents(ledger, 2),
    measured(3, 1),
    measured(4, 2),
    { type: 'incumbent-remeasured', remeasured: REMEASURED },
    {
      type: 'reconfirmed',
      number: 2,
      result: { reportedGain: 5, confirmedGain: 4, metrics: [] },
    },
    { type: 'step-ablated', number: 2, step: 1, result: { kind: 'judged', tree: 'ab', gains: GAINS } },
  ];
  ledger.append(events.map((event) => ({ event, observed: {} })));

  const kindsOf = (number: number): readonly string[] =>
    readMeasurements(ledger, number).map(({ kind }) => kind);
  expect([0, 1, 2].map(kindsOf)).toEqual([
    ['remeasured'],
    ['turn', 'remeasured', 'left-out'],
    ['turn', 'reconfirmed'],
  ]);
  // The turn itself was measured by nobody.
  expect(kindsOf(3)).toEqual([]);

  const lines = [1, 2].flatMap((number) => readMeasurements(ledger, number).map(measurementText));
  expect(lines.map(([when, what]) => `${when}: ${what}`)).toEqual([
    expect.stringMatching(/^turn 3: pass {2}train {2}cost: cost 0\.25/),
    expect.stringMatching(/^after 2: measured again: #1 beats the baseline, 15 pairs won, 5 lost/),
    'at the end: 2 without this step is worse by 2 over 4 pairs',
    expect.stringMatching(/^turn 4: /),
    'at the end: gain 5 reported, 4 confirmed',
  ]);
  ledger.close();
});
