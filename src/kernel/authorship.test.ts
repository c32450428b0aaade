import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Author, AuthoredCode, TestEvidence } from './authorship.ts';
import { AUTHOR_KINDS, independenceOf } from './authorship.ts';

const SHOWN: TestEvidence = { passesTrusted: true, mutantsKilled: 1 };
const TEST: Author = { kind: 'model', family: 'claude', context: ['a'.repeat(64)], at: null };
const CANDIDATE: AuthoredCode = {
  author: { kind: 'program', family: 'fulcrum-mutation', context: [], at: null },
  code: ['b'.repeat(64), 'c'.repeat(64)],
};

const hash = fc.constantFrom('a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64), 'd'.repeat(64));
const author = fc.option(
  fc.record({
    kind: fc.constantFrom(...AUTHOR_KINDS),
    family: fc.constantFrom(null, '', ' ', 'claude', 'Claude', 'gpt', 'fulcrum-mutation'),
    context: fc.array(hash, { maxLength: 3 }),
    at: fc.constant(null),
  }),
);
const candidate = fc.record({ author, code: fc.array(hash, { minLength: 1, maxLength: 3 }) });
const evidence = fc.option(
  fc.record({ passesTrusted: fc.boolean(), mutantsKilled: fc.constantFrom(0, 1, 7, NaN, -1) }),
);

describe('independenceOf', () => {
  it('grants it to another family that saw nothing and whose test kills', () => {
    expect(independenceOf(TEST, CANDIDATE, SHOWN)).toEqual({ independent: true });
  });

  it.each<[string, Author | null, AuthoredCode, TestEvidence | null]>([
    ['its author is not known', null, CANDIDATE, SHOWN],
    ['its author is not known', { ...TEST, kind: 'unknown' }, CANDIDATE, SHOWN],
    ['its author is not known', { ...TEST, family: null }, CANDIDATE, SHOWN],
    ['the author of the candidate is not known', TEST, { ...CANDIDATE, author: null }, SHOWN],
    [
      'its author and that of the candidate are of one family, claude',
      TEST,
      { ...CANDIDATE, author: { kind: 'program', family: ' CLAUDE ', context: [], at: null } },
      SHOWN,
    ],
    [
      'its author had code of the candidate in its context',
      { ...TEST, context: ['d'.repeat(64), 'c'.repeat(64)] },
      CANDIDATE,
      SHOWN,
    ],
    ['no audit shows that it passes on a trusted tree and kills a mutant', TEST, CANDIDATE, null],
    ['it does not pass on the trusted tree', TEST, CANDIDATE, { ...SHOWN, passesTrusted: false }],
    ['it kills no mutant', TEST, CANDIDATE, { ...SHOWN, mutantsKilled: 0 }],
    ['it kills no mutant', TEST, CANDIDATE, { ...SHOWN, mutantsKilled: NaN }],
  ])('refuses with one reason: %s', (reason, test, subject, shown) => {
    expect(independenceOf(test, subject, shown)).toEqual({ independent: false, reasons: [reason] });
  });

  it('names a reason exactly when it refuses', () => {
    fc.assert(
      fc.property(author, candidate, evidence, (test, subject, shown) => {
        const answer = independenceOf(test, subject, shown);
        expect(answer.independent ? 1 : answer.reasons.length).toBeGreaterThan(0);
      }),
    );
  });

  it('never turns a refusal into a grant because less is known or more was seen', () => {
    fc.assert(
      fc.property(author, candidate, evidence, hash, (test, subject, shown, seen) => {
        if (independenceOf(test, subject, shown).independent) return;
        const weaker = [
          independenceOf(null, subject, shown),
          independenceOf(test, { ...subject, author: null }, shown),
          independenceOf(test, subject, null),
          independenceOf(test && { ...test, context: [...test.context, seen] }, subject, shown),
        ];
        expect(weaker.filter(({ independent }) => independent)).toEqual([]);
      }),
    );
  });

  it('is never granted to an author who judges work of their own family, whatever the spelling', () => {
    fc.assert(
      fc.property(author, candidate, evidence, (test, subject, shown) => {
        if (test === null) return;
        const own = { ...subject, author: { ...test, family: test.family?.toUpperCase() ?? null } };
        expect(independenceOf(test, own, shown).independent).toBe(false);
      }),
    );
  });
});
