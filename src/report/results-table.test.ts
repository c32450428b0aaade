import { expect, test } from 'vitest';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import { candidateWith, checkWith, decisionWith, taskWith, verdictWith } from '../kernel/testing/fixtures.ts';
import type { DecisionKind } from '../kernel/decision.ts';
import { resultsTable } from './results-table.ts';

const tree = (start: string): string => start.padEnd(64, '0');

function judged(number: number, metrics: Record<string, number> | null, inputs = 'screening'): RunEvent {
  const verdict =
    metrics === null
      ? verdictWith({ status: 'crash', inputs })
      : verdictWith({ inputs, checks: [checkWith({ metrics })] });
  return { type: 'candidate-judged', number, judged: number, verdict };
}

function candidate(
  number: number,
  start: string,
  summary: string,
  metrics: Record<string, number> | null,
  kind: DecisionKind,
): readonly RunEvent[] {
  const provenance = { proposer: 'agent', operator: 'edit', summary };
  return [
    { type: 'candidate-proposed', candidate: candidateWith({ number, tree: tree(start), provenance }) },
    judged(number, metrics),
    judged(number, { cost: 99 }, `decision-${number}`),
    { type: 'candidate-decided', number, decision: decisionWith(kind) },
  ];
}

const table = (...events: readonly RunEvent[]): string =>
  resultsTable(events.map((event) => ({ event }) as StoredEntry));

const START: readonly RunEvent[] = [
  {
    type: 'run-started',
    format: 1,
    version: '0',
    task: taskWith({}),
    taskHash: '',
    baseline: candidateWith({ number: 0, tree: tree('a1b2c3d9') }),
    oracleSeedCommitment: '',
  },
  {
    type: 'baseline-judged',
    screened: verdictWith({ checks: [checkWith({ metrics: { cost: 0.9979, peak_vram_mb: 45_056 } })] }),
    fresh: verdictWith({}),
  },
];

test('is the example of the source, line by line', () => {
  expect(
    table(
      ...START,
      ...candidate(1, 'b2c3d4e', 'increase LR to 0.04', { cost: 0.9932, peak_vram_mb: 44.2 * 1024 }, 'keep'),
      ...candidate(
        2,
        'c3d4e5f',
        'switch to GeLU activation',
        { cost: 1.005, peak_vram_mb: 45_056 },
        'discard',
      ),
      ...candidate(3, 'd4e5f60', 'double model width (OOM)', null, 'crash'),
    ),
  ).toBe(
    [
      'commit\tval_bpb\tmemory_gb\tstatus\tdescription',
      'a1b2c3d\t0.997900\t44.0\tkeep\tbaseline',
      'b2c3d4e\t0.993200\t44.2\tkeep\tincrease LR to 0.04',
      'c3d4e5f\t1.005000\t44.0\tdiscard\tswitch to GeLU activation',
      'd4e5f60\t0.000000\t0.0\tcrash\tdouble model width (OOM)',
      '',
    ].join('\n'),
  );
});

test('what a proposer wrote makes no columns, lines or control characters; what nobody measured stays empty', () => {
  const [, , line, ...rest] = table(
    ...START,
    ...candidate(1, 'b2c3d4e', 'a\tb\nc\u001b[2J', { cost: 1 }, 'inconclusive'),
  ).split('\n');
  expect(line!.split('\t').slice(0, 4)).toEqual(['b2c3d4e', '1.000000', '', 'discard']);
  expect(line!.split('\t')).toHaveLength(5);
  expect(line).not.toContain('\u001b');
  expect(rest).toEqual(['']);
});

test('a decision that was taken again counts as it came out', () => {
  const [, , ...lines] = table(
    ...START,
    ...candidate(1, 'b2c3d4e', 'first', { cost: 0.5 }, 'keep'),
    ...candidate(2, 'c3d4e5f', 'second', { cost: 0.6 }, 'discard'),
    {
      type: 'candidate-reopened',
      number: 1,
      candidate: candidateWith({ number: 1, tree: tree('b2c3d4e') }),
      previous: 'keep',
    },
    judged(1, null),
    { type: 'candidate-decided', number: 1, decision: decisionWith('crash') },
  ).split('\n');
  expect(lines).toEqual([
    'b2c3d4e\t0.000000\t0.0\tcrash\tchange 1',
    'c3d4e5f\t0.600000\t\tdiscard\tsecond',
    '',
  ]);
});
