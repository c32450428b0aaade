import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EmbeddingUse } from '../../../kernel/candidate.ts';
import { decidedWith } from '../testing/outcomes.ts';
import { changeText } from './change-text.ts';
import { nearestChange } from './nearest-change.ts';
import type { RememberedChange } from './remembered.ts';
import { rememberChange } from './remembered.ts';
import { readVector, writeVector } from './vector-text.ts';

const parentOf = (files: { readonly [path: string]: string }) => ({
  editable: () => Object.keys(files),
  read: (path: string) => files[path] ?? null,
});

describe('the text of a change', () => {
  it('is what it makes of its files, by path, a removed one too', () => {
    const edits = [
      { path: 'b', content: 'two' },
      { path: 'a', content: null },
    ];
    expect(changeText(edits, parentOf({ a: 'one', b: '' }), 1000, [])).toBe('a\n\n\nb\ntwo');
  });

  it('of a file that is too long shows what changed, wherever that is', () => {
    const before = Array.from({ length: 5000 }, (_, line) => `line ${line}\n`).join('');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4999 }), (line) => {
        const content = before.replace(`line ${line}\n`, `changed ${line}\n`);
        const text = changeText([{ path: 'a', content }], parentOf({ a: before }), 600, []);
        expect(text).toContain(`changed ${line}`);
        expect(text.length).toBeLessThanOrEqual(600 + 'a\n'.length);
      }),
    );
  });

  it('holds no secret', () => {
    const key = ['sk', 'ant', 'api03', 'canary'.repeat(4)].join('-');
    const text = changeText([{ path: 'a', content: `k = "${key}"; t = "run-token"` }], parentOf({}), 1000, [
      'run-token',
    ]);
    expect(text).not.toMatch(/canary|run-token/);
  });
});

it('a vector is written as 32-bit floats and read back as they are', () => {
  // IEEE 754: 1 is 0x3f800000, -2 is 0xc0000000.
  expect(Buffer.from(writeVector([1, -2]), 'base64').toString('hex')).toBe('0000803f000000c0');
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true }), { minLength: 1 }), (vector) => {
      expect(readVector(writeVector(vector))).toEqual(vector);
    }),
  );
});

describe('the nearest change', () => {
  const changes = [
    { number: 1, vector: [0, 2] },
    { number: 2, vector: [3, 3] },
    { number: 3, vector: [5, 5] },
    { number: 4, vector: [1, 0, 0] },
  ];

  it('is the one at the smallest angle, however long the vectors are; the first among equals', () => {
    expect(nearestChange([1, 1], changes)).toMatchObject({ number: 2 });
    expect(nearestChange([1, 1], changes)!.similarity).toBeCloseTo(1, 12);
    // 45 degrees to both [3, 3] and [5, 5], 90 to [0, 2].
    expect(nearestChange([1, 0], changes)).toMatchObject({ number: 2 });
    expect(nearestChange([1, 0], changes)!.similarity).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it('is none where there is nothing to compare with', () => {
    expect(nearestChange([1, 1], [])).toBeNull();
    expect(nearestChange([1, 1, 1, 1], changes)).toBeNull();
  });
});

it('remembers the last changes that were judged, of this model', () => {
  const use = (digest: string, model = 'openai/small'): { readonly embedding: EmbeddingUse } => {
    return { embedding: { model, digest, nearest: null } };
  };
  const outcomes = [
    decidedWith(1, 'keep', use('a')),
    decidedWith(2, 'crash', use('b')),
    decidedWith(3, 'keep', use('c', 'openai/large')),
    decidedWith(4, 'keep', {}),
    decidedWith(5, 'discard', use('d')),
    decidedWith(2, 'discard', use('b')),
  ];
  const fold = (most: number): readonly RememberedChange[] =>
    outcomes.reduce<readonly RememberedChange[]>(
      (changes, outcome) => rememberChange(changes, outcome, 'openai/small', most),
      [],
    );
  expect(fold(10).map(({ number }) => number)).toEqual([1, 5, 2]);
  expect(fold(2).map(({ digest }) => digest)).toEqual(['d', 'b']);
});
