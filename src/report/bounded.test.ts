import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExcerpt, excerptItems } from './excerpt.ts';
import type { Outcome } from './outcome.ts';
import { OUTCOMES } from './outcome.ts';
import { createTimeline } from './outcome-timeline.ts';
import { createTally } from './tally.ts';

describe('excerpt', () => {
  it('holds the first and the last of any list, and says how many lie between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 9 }), (length, limit) => {
        const items = Array.from({ length }, (_, index) => index);
        const recorder = createExcerpt<number>(limit);
        for (const item of items) recorder.add(item);
        const excerpt = recorder.excerpt();
        expect(excerpt.first).toEqual(items.slice(0, limit));
        expect(excerpt.last).toEqual(items.slice(limit).slice(-limit));
        expect(excerpt.omitted + excerptItems(excerpt).length).toBe(length);
      }),
    );
  });
});

describe('timeline', () => {
  it('counts every outcome once, in order, in few buckets of one width', () => {
    const outcomes = fc.array(fc.constantFrom<Outcome>(...OUTCOMES), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(outcomes, fc.integer({ min: 2, max: 12 }), (settled, limit) => {
        const recorder = createTimeline(limit);
        for (const outcome of settled) recorder.add(outcome);
        const buckets = recorder.buckets();
        expect(buckets.length).toBeLessThanOrEqual(limit);
        expect(buckets.at(-1)!.to).toBe(settled.length);
        for (const { from, to, counts } of buckets) {
          for (const outcome of OUTCOMES) {
            expect(counts[outcome]).toBe(settled.slice(from, to).filter((other) => other === outcome).length);
          }
        }
      }),
    );
  });
});

describe('tally', () => {
  it('groups by key, keeps examples that differ, and counts what found no group', () => {
    const recorder = createTally<string, string>({ groups: 2, examples: 2, aspect: (example) => example });
    const cases = ['a:x', 'b:x', 'b:x', 'b:y', 'b:z', 'c:x'].map(
      (text) => text.split(':') as [string, string],
    );
    for (const [key, example] of cases) recorder.add(key, key.toUpperCase(), example);
    expect(recorder.tally()).toEqual({
      groups: [
        { label: 'B', count: 4, examples: ['x', 'y'] },
        { label: 'A', count: 1, examples: ['x'] },
      ],
      ungrouped: 1,
    });
  });
});
