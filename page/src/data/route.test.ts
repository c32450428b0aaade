import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';

import { parseRoute, routeHref } from './route.ts';

test('an address names run, view, subject and query', () => {
  expect(parseRoute('#/run/a/candidate/7?against=0')).toEqual({
    run: 'a',
    view: 'candidate',
    subject: '7',
    query: { against: '0' },
  });
  expect(parseRoute('#/run/a')).toEqual({ run: 'a', view: 'overview', subject: null, query: {} });
});

test.each(['', '#', '#/', '#/run', '#/run/', '#/elsewhere/a', '#content'])(
  '%j is the list of runs',
  (hash) => {
    expect(parseRoute(hash)).toEqual({ run: null, view: 'runs', subject: null, query: {} });
  },
);

test('a broken escape is taken as it is', () => {
  expect(parseRoute('#/run/100%/overview').run).toBe('100%');
});

test('whatever a run, a subject and a query are called, their address leads back to them', () => {
  const name = string({ minLength: 1, unit: 'grapheme' });
  assert(
    property(name, name, name, (run, subject, value) => {
      expect(parseRoute(routeHref(run, 'candidate', subject, { filter: value, none: null }))).toEqual({
        run,
        view: 'candidate',
        subject,
        query: { filter: value },
      });
    }),
  );
});
