import { describe, expect, it } from 'vitest';
import type { AuditEvidence } from '../kernel/attestation.ts';
import type { Author, AuthoredCode } from '../kernel/authorship.ts';
import type { EvidenceGrade, Visibility } from '../kernel/verdict.ts';
import { checkWith, taskWith } from '../kernel/testing/fixtures.ts';
import { oracleProvenance } from './authored-code.ts';
import { gradeIndependence } from './independence.ts';

const TESTER: Author = { kind: 'person', family: 'A. Tester', context: [], at: '2026-11-21' };
const CANDIDATE: AuthoredCode = {
  author: { kind: 'program', family: 'fulcrum-mutation', context: [], at: null },
  code: ['aa'.repeat(32)],
};
const AUDIT: AuditEvidence = {
  kind: 'measured',
  checks: { cost: { passesTrusted: true, mutantsKilled: 2 } },
};

function graded(
  grade: EvidenceGrade,
  author: Author | null,
  audit = AUDIT,
  visibility: Visibility = 'held-out',
) {
  const results = [checkWith({ grade, visibility })];
  const [result] = gradeIndependence(results, { author, authors: {}, audit }, CANDIDATE);
  return [result!.grade, result!.dependence];
}

describe('gradeIndependence', () => {
  it('raises a held-out check whose author is named, and confirms one that claims it', () => {
    expect(graded('held-out', TESTER)).toEqual(['independent', undefined]);
    expect(graded('independent', TESTER)).toEqual(['independent', undefined]);
  });

  it.each(['self-reported', 'same-process', 'separate-process', 'proved'] as const)(
    'leaves %s alone',
    (grade) => {
      expect(graded(grade, TESTER)).toEqual([grade, undefined]);
      expect(graded(grade, null)).toEqual([grade, undefined]);
    },
  );

  it('lowers a claim that is not borne out, and says why', () => {
    expect(graded('independent', null)).toEqual(['held-out', ['its author is not known']]);
    expect(graded('independent', TESTER, AUDIT, 'visible')).toEqual([
      'separate-process',
      ['it is visible, so that proposers learn from it'],
    ]);
  });

  it('says of a named author too why it is not independent, and nothing where none is named', () => {
    expect(graded('held-out', TESTER, { kind: 'none', reason: 'another version' })).toEqual([
      'held-out',
      ['no audit shows that it passes on a trusted tree and kills a mutant', 'another version'],
    ]);
    expect(graded('held-out', null)).toEqual(['held-out', undefined]);
  });

  it('takes the evidence of the very check', () => {
    const others: AuditEvidence = {
      kind: 'measured',
      checks: { other: { passesTrusted: true, mutantsKilled: 9 } },
    };
    expect(graded('held-out', TESTER, others)[0]).toBe('held-out');
    expect(graded('held-out', TESTER, { kind: 'measured', checks: {} })[0]).toBe('held-out');
  });

  it('goes by the author of the check before that of the oracle', () => {
    const own = { ...TESTER, family: 'Fulcrum-Mutation' };
    const check = {
      kind: 'diff',
      name: 'cost',
      slice: 'train',
      visibility: 'held-out',
      author: own,
      options: {},
    } as const;
    const task = taskWith({ oracle: { checks: [check], data: [], author: TESTER } });
    const results = [checkWith({ grade: 'held-out', visibility: 'held-out' })];
    const [result] = gradeIndependence(results, oracleProvenance(task, AUDIT), CANDIDATE);
    expect(result!.dependence).toEqual([
      'its author and that of the candidate are of one family, fulcrum-mutation',
    ]);
  });
});
