import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { candidateSet } from './candidate-set.ts';
import { lanesArrangement } from './lanes-arrangement.ts';
import { scoreArrangement } from './score-arrangement.ts';

/** Candidates 0, 1, 2 ... by their parents and scores; the last kept one wins. */
function setOf(parents: readonly number[], scores: readonly (number | null)[], winner = parents.length - 1) {
  const winnerPath: number[] = [];
  for (let at = winner; at >= 0; at = parents[at]!) winnerPath.unshift(at);
  return candidateSet({
    number: parents.map((_, number) => number),
    parent: parents,
    mates: {},
    score: scores,
    outcome: parents.map(() => 0),
    operator: parents.map(() => 0),
    outcomes: ['discarded'],
    operators: ['mutation jitter'],
    size: parents.map(() => 1),
    winnerPath,
  });
}

/** Of candidates with equal scores, any of them the winner. */
const tree = fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), fc.nat()).map(([draws, draw]) => {
  const parents = [-1, ...draws.map((parent, place) => parent % (place + 1))];
  const scores = parents.map(() => 1);
  return setOf(parents, scores, draw % parents.length);
});

test('two lines never share a lane at a time, and the way to the winner lies in the middle', () => {
  fc.assert(
    fc.property(tree, (set) => {
      const { lines, y } = lanesArrangement(set, 'minimize');
      for (const place of set.path) expect(y[place]).toBe(0);
      for (const [index, line] of lines.entries()) {
        for (const other of lines.slice(index + 1)) {
          if (line.y !== other.y) continue;
          expect(line.to <= other.from || other.to <= line.from).toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('every child stands along a line of its parent', () => {
  fc.assert(
    fc.property(tree, (set) => {
      const { lines, y } = lanesArrangement(set, 'minimize');
      for (let child = 1; child < set.count; child += 1) {
        if (set.children[child]! > 0 || set.onPath[child] === 1) continue;
        const near = lines.filter(
          ({ owner, from, to, y: lane }) =>
            owner === set.parent[child] && from <= child && child <= to && Math.abs(lane - y[child]!) < 0.5,
        );
        expect(near.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 100 },
  );
});

test('better ones stand above their parent’s line, worse ones below, failed ones lowest', () => {
  const parents = [-1, 0, 0, 0, 0];
  const scores = [5, 4, 6, null, 3];
  const { y } = lanesArrangement(setOf(parents, scores, 0), 'minimize');
  expect(y[1]).toBeLessThan(0);
  expect(y[2]).toBeGreaterThan(0);
  expect(y[3]).toBeGreaterThan(y[2]!);
  expect(y[4]).toBeLessThan(y[1]!);
  expect(lanesArrangement(setOf(parents, scores, 0), 'maximize').y[1]).toBeGreaterThan(0);
});

test('by score, one far out stands at the edge, one without a score nowhere', () => {
  const set = setOf([-1, 0, 0, 0], [5, 1e9, null, 4]);
  const { y, yRange } = scoreArrangement(set, 'minimize');
  expect(y[0]).toBe(-5);
  expect(y[3]).toBe(-4);
  expect(y[1]).toBeCloseTo(yRange[0], 5);
  expect(yRange[0]).toBeGreaterThan(-10);
  expect(y[2]).toBeNaN();
});

test('very many lines are laid out all the same, also where most of them live long', () => {
  const parents = Array.from({ length: 20_000 }, (_, number) =>
    number === 0 ? -1 : ((number * 7919) % 104_729) % number,
  );
  const { lines, y } = lanesArrangement(
    setOf(
      parents,
      parents.map(() => 1),
    ),
    'minimize',
  );
  expect(lines.length).toBeGreaterThan(5000);
  expect(y.every(Number.isFinite)).toBe(true);
});
