import { expect, test } from 'vitest';

import type { CandidateColumns } from '../../../../src/surfaces/view/protocol.ts';
import { ancestry, candidateSet, firstFrom, placeOf, withRows } from './candidate-set.ts';
import { stepFrom } from './steps.ts';

/** 2, 5 and 9 come from the baseline, 12 from 5 and 9; 7 was refused and is not there. */
const COLUMNS: CandidateColumns = {
  number: [0, 2, 5, 9, 12],
  parent: [-1, 0, 0, 0, 5],
  mates: { 4: [9] },
  score: [5, null, 4, 4.5, 3],
  outcome: [0, 2, 1, 3, 1],
  operator: [0, 1, 1, 2, 2],
  outcomes: ['baseline', 'kept', 'invalid', 'discarded'],
  operators: ['task none', 'mutation jitter', 'llm rewrite'],
  size: [10, 11, 12, 13, 14],
  winnerPath: [0, 5, 12],
};

test('candidates are linked by place, siblings from the youngest to the oldest', () => {
  const set = candidateSet(COLUMNS);
  expect([...set.parent]).toEqual([-1, 0, 0, 0, 2]);
  expect([...set.children]).toEqual([3, 0, 1, 0, 0]);
  expect([...set.lastChild]).toEqual([3, -1, 4, -1, -1]);
  expect([...set.olderSibling]).toEqual([-1, -1, 1, 2, -1]);
  expect(set.path).toEqual([0, 2, 4]);
  expect(set.score[1]).toBeNaN();
  expect(ancestry(set, 4)).toEqual([0, 2, 4]);
});

test('a parent that is missing, or younger than its child, is none', () => {
  const set = candidateSet({ ...COLUMNS, parent: [-1, 7, 12, 0, 5] });
  expect([...set.parent]).toEqual([-1, -1, -1, 0, 2]);
  expect(ancestry(set, 4)).toEqual([2, 4]);
});

test.each([
  [-3, 0],
  [0, 0],
  [1, 1],
  [9, 3],
  [10, 4],
  [99, 5],
])('the first number from %i on stands at place %i', (least, place) => {
  expect(firstFrom(COLUMNS.number, least)).toBe(place);
  expect(placeOf(COLUMNS.number, least)).toBe(COLUMNS.number.indexOf(least));
});

test('steps go to parent, sibling, and to the child on the way to the winner', () => {
  const set = candidateSet(COLUMNS);
  expect(stepFrom(set, 0, 'child')).toBe(2);
  expect(stepFrom(set, 2, 'child')).toBe(4);
  expect(stepFrom(set, 4, 'child')).toBe(4);
  expect(stepFrom(set, 4, 'parent')).toBe(2);
  expect(stepFrom(set, 2, 'older')).toBe(1);
  expect(stepFrom(set, 2, 'younger')).toBe(3);
  expect(stepFrom(set, 3, 'younger')).toBe(3);
  expect(stepFrom(set, 0, 'parent')).toBe(0);
});

test('rows of the live stream replace and add; one that is kept ends the winner’s way', () => {
  const next = withRows(COLUMNS, [
    [9, 0, 4.4, 'kept', 'llm rewrite', 13],
    [13, 9, 2, 'kept', 'human change', 15],
  ])!;
  expect(next.number).toEqual([0, 2, 5, 9, 12, 13]);
  expect(next.score).toEqual([5, null, 4, 4.4, 3, 2]);
  expect(next.operators[next.operator[5]!]).toBe('human change');
  expect(next.winnerPath).toEqual([0, 9, 13]);
  expect(COLUMNS.number).toHaveLength(5);
  expect(withRows(COLUMNS, [[12, 5, 3, 'discarded', 'llm rewrite', 14]])!.winnerPath).toEqual([0, 5, 12]);
});

test('a row that would have to stand between others cannot be added', () => {
  expect(withRows(COLUMNS, [[7, 0, 4, 'discarded', 'llm rewrite', 1]])).toBeNull();
});
