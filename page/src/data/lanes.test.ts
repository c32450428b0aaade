import { expect, test } from 'vitest';
import { stageLanes } from './lanes.ts';

const span = (number: number, stage: string, from: number, seconds: number) => ({
  number,
  stage,
  from,
  seconds,
});

test('work side by side lies in lanes, work one after the other in one', () => {
  const rows = stageLanes(
    [span(1, 'judge', 0, 2), span(2, 'judge', 1, 2), span(3, 'judge', 2, 1), span(1, 'propose', 0, 1)],
    9,
  );
  expect(rows.map(({ stage, lanes }) => [stage, lanes])).toEqual([
    ['judge', 2],
    ['propose', 1],
  ]);
  expect(rows[0]!.spans.map(({ span: { number }, lane }) => [number, lane])).toEqual([
    [1, 0],
    [2, 1],
    [3, 0],
  ]);
});

test('there are never more lanes than allowed', () => {
  const all = Array.from({ length: 40 }, (_, index) => span(index, 'judge', index / 100, 10));
  const [row] = stageLanes(all, 5);
  expect(row!.lanes).toBe(5);
  expect(row!.spans).toHaveLength(40);
});
