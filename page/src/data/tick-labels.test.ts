import { expect, test } from 'vitest';

import { tickLabels } from './tick-labels.ts';

test('leaves out zeros that all labels end with, and no others', () => {
  expect(tickLabels(['2.00%', '4.00%', '10.00%'])).toEqual(['2%', '4%', '10%']);
  expect(tickLabels(['2.00%', '2.50%', '3.00%'])).toEqual(['2.0%', '2.5%', '3.0%']);
  expect(tickLabels(['0.25', '0.30'])).toEqual(['0.25', '0.30']);
  expect(tickLabels(['10', '20'])).toEqual(['10', '20']);
  expect(tickLabels([])).toEqual([]);
});
