import { describe, expect, test } from 'vitest';
import type { Certificate } from '../../kernel/certificate.ts';
import type { PairedFigures } from '../../kernel/confirmation.ts';
import { certificateChapters } from './chapters.ts';

const GAINS: PairedFigures = {
  pairs: 4,
  wins: 4,
  losses: 0,
  ties: 0,
  failed: 0,
  otherFailed: 0,
  mean: 3,
  deviation: 1,
};

function certificateWith(fields: Partial<Certificate>): Certificate {
  return {
    format: 1,
    head: { sequence: 9, hash: 'ab'.repeat(32) },
    task: 'example',
    taskHash: 'cd'.repeat(32),
    version: '0.1.0',
    objective: { metric: 'cost', slice: 'train', direction: 'minimize', unit: 'ms' },
    finished: null,
    guarantee: {
      rule: 'exact',
      kind: 'comparison',
      alpha: null,
      alphaSpent: null,
      claim: 'It is so.',
      holds: 'yes',
    },
    counts: {
      candidates: 3,
      decisions: { keep: 0, discard: 3, inconclusive: 0, crash: 0, escalate: 0 },
      refused: 0,
      measurements: 0,
      confirmations: { made: 0, kept: 0 },
    },
    keeps: { total: 0, latest: [] },
    conditions: [],
    nullRecords: { candidates: 3, expected: 1.083, deviation: 0.81, records: 0, probability: 1 },
    winner: null,
    plateau: { sinceKeep: 3, keepChanceAtMost: 0.63, gainRatio: null },
    stages: { elapsedMilliseconds: 0, busyMilliseconds: 0, stages: [] },
    ...fields,
  };
}

function winnerWith(gains: PairedFigures, reportedGain = 4): Pick<Certificate, 'winner'> {
  const metric = { slice: 'train', metric: 'cost', visibility: 'visible', final: false, gains } as const;
  return {
    winner: {
      number: 7,
      grade: 'separate-process',
      reconfirmation: { reportedGain, confirmedGain: gains.mean, metrics: [metric] },
      eValue: 5,
      selectionGap: gains.mean === null ? null : reportedGain - gains.mean,
      ablations: [
        {
          step: 3,
          result: { kind: 'judged', tree: 'ef'.repeat(32), gains: { ...GAINS, mean: null, otherFailed: 4 } },
        },
        { step: 5, result: { kind: 'not-separable', path: 'rule.ts' } },
        { step: 6, result: { kind: 'undone' } },
      ],
    },
  };
}

function told(fields: Partial<Certificate>): string {
  return certificateChapters(certificateWith(fields), 5)
    .flatMap(({ sentences, table }) => [...sentences, ...(table?.rows.flat() ?? [])])
    .join('\n');
}

describe('a certificate for people', () => {
  test('says what selection had added to the gain', () => {
    expect(told(winnerWith(GAINS))).toContain(
      'The winner’s curse: 1 ms of the reported gain (25 %) did not come again.',
    );
    expect(told(winnerWith(GAINS, 2))).toContain('Nothing of the reported gain was lost');
  });

  test('says aloud that a gain did not come again, that the winner failed, and that a claim does not hold', () => {
    expect(told(winnerWith({ ...GAINS, mean: -1 }))).toContain('THE GAIN WAS NOT CONFIRMED');
    expect(told(winnerWith({ ...GAINS, failed: 1 }))).toContain('ON 1 OF 4 FRESH INPUTS IT DID NOT PASS');
    const { guarantee } = certificateWith({});
    expect(told({ guarantee: { ...guarantee, holds: 'no' } })).toContain('DOES NOT HOLD');
    expect(told({ guarantee: { ...guarantee, holds: 'unknown' } })).toContain('cannot be told');
  });

  test('does not call it a loss where no gain was claimed', () => {
    const equal = told(winnerWith({ ...GAINS, mean: 0 }, 0));
    expect(equal).toContain('not kept for this figure');
    expect(equal).not.toContain('NOT CONFIRMED');
  });

  test('says that fresh inputs meant nothing where every label gave the same', () => {
    expect(told(winnerWith({ ...GAINS, deviation: 0 }))).toContain('It is the same on every label');
    expect(told(winnerWith({ ...GAINS, pairs: 1, deviation: null }))).not.toContain(
      'It is the same on every label',
    );
  });

  test('reads every kind of ablation', () => {
    const text = told(winnerWith(GAINS));
    for (const reading of ['nothing passes without it', 'cannot be taken back alone', 'left nothing of it'])
      expect(text).toContain(reading);
  });

  test('shows no keep that it was not asked for, and says how many there are', () => {
    const keep = { rule: 'exact', selectedGain: 1, decidedGain: 2, test: null, grade: 'held-out' } as const;
    const latest = Array.from({ length: 9 }, (_, index) => ({ ...keep, number: index + 1 }));
    const text = told({ keeps: { total: 12, latest } });
    expect(text).toContain('The last 5 of 12 keeps');
    expect(text).not.toMatch(/#4\b/);
    expect(text).toMatch(/#5\b/);
  });
});
