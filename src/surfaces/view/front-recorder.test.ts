import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrontRecorder } from './front-recorder.ts';

const BOTH = [{ direction: 'minimize' }, { direction: 'maximize' }] as const;

test('the front holds what nothing beats everywhere, as by comparing all with all', () => {
  const value = fc.integer({ min: 0, max: 12 });
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { maxLength: 60 }), (pairs) => {
      const recorder = createFrontRecorder(BOTH);
      const points = pairs.map((values, number) => ({ number, values, kept: false }));
      for (const point of points) recorder.add(point);
      const beaten = ([cost, worth]: readonly number[]): boolean =>
        pairs.some(([low, high]) => low <= cost! && high >= worth! && (low < cost! || high > worth!));
      expect(recorder.front().map(({ number }) => number)).toEqual(
        points.filter(({ values }) => !beaten(values)).map(({ number }) => number),
      );
      expect(recorder.latest().length + recorder.front().length).toBe(points.length);
    }),
    { numRuns: 60 },
  );
});

test('a candidate that is judged again leaves', () => {
  const recorder = createFrontRecorder(BOTH);
  recorder.add({ number: 1, values: [1, 1], kept: true });
  recorder.add({ number: 2, values: [2, 2], kept: true });
  recorder.remove(1);
  expect(recorder.front().map(({ number }) => number)).toEqual([2]);
});

test('of the beaten the latest stay, however many there were', () => {
  const recorder = createFrontRecorder(BOTH);
  for (let number = 0; number < 20_000; number += 1)
    recorder.add({ number, values: [number === 0 ? 0 : 1, 0], kept: false });
  expect(recorder.front()).toHaveLength(1);
  expect(recorder.latest()).toHaveLength(3000);
  expect(recorder.latest().at(-1)!.number).toBe(19_999);
});
