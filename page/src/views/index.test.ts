import { expect, test } from 'vitest';

import { RUN_VIEWS } from '../../testing/views.ts';
import { VIEWS } from './index.ts';

test('what looks at every view, in a browser or for pictures, leaves none out', () => {
  expect(RUN_VIEWS).toEqual(['overview', ...VIEWS.map(({ name }) => name)]);
});
