import { expect, test } from 'vitest';

import { PROGRESS_FORMATS } from './progress-axis.ts';

test('places between whole evaluations are named by no number', () => {
  expect([0, 0.5, 1, 1.5, 2000].map(PROGRESS_FORMATS.evaluations)).toEqual(['0', '', '1', '', '2,000']);
});
