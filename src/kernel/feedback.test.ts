import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibleFeedback } from './feedback.ts';
import { checkWith, verdictWith } from './testing/fixtures.ts';

test('visible metrics are gathered by slice, with the reason of the first visible failure', () => {
  const verdict = verdictWith({
    status: 'fail',
    checks: [
      checkWith({ slice: 'train', metrics: { bins: 7 } }),
      checkWith({ slice: 'train', metrics: { cost: 1 }, status: 'fail', reason: 'too slow' }),
      checkWith({ slice: 'other', metrics: { cost: 2 }, status: 'fail', reason: 'later' }),
    ],
  });
  expect(visibleFeedback(verdict)).toEqual({
    status: 'fail',
    metrics: { train: { bins: 7, cost: 1 }, other: { cost: 2 } },
    reason: 'too slow',
  });
});

test.each(['fail', 'crash', 'timeout', 'refused'] as const)(
  'a held-out %s reads as a bare fail',
  (status) => {
    const checks = [
      checkWith({}),
      checkWith({ visibility: 'held-out', status, reason: 'item 7 of weibull' }),
    ];
    expect(visibleFeedback(verdictWith({ status, checks, reason: 'item 7 of weibull' }))).toEqual({
      status: 'fail',
      metrics: { train: {} },
      reason: null,
    });
  },
);

test('a crash before the first check, or in a visible one, reads as a crash', () => {
  expect(visibleFeedback(verdictWith({ status: 'crash' })).status).toBe('crash');
  const checks = [checkWith({ status: 'crash', reason: 'exited' })];
  expect(visibleFeedback(verdictWith({ status: 'crash', checks }))).toMatchObject({
    status: 'crash',
    reason: 'exited',
  });
});

test('nothing of a held-out check is in the feedback, whatever the verdict', () => {
  const check = (visibility: 'visible' | 'held-out', mark: string) =>
    fc.record({
      check: fc.constant(`${mark} check`),
      visibility: fc.constant(visibility),
      slice: fc.constantFrom(`${mark} one`, `${mark} two`),
      status: fc.constantFrom('pass', 'fail', 'crash', 'timeout', 'refused'),
      metrics: fc.dictionary(
        fc.constantFrom(`${mark} cost`, `${mark} work`),
        fc.constant(visibility === 'visible' ? 1 : 9),
      ),
      reason: fc.option(fc.constant(`${mark} reason`)),
      evidence: fc.constant(`${mark} evidence`),
      transcript: fc.constant(`${mark} transcript`),
    });
  const checks = fc.array(fc.oneof(check('visible', 'shown'), check('held-out', 'secret')), { maxLength: 6 });
  const statuses = fc.constantFrom('pass', 'fail', 'crash', 'timeout', 'refused');
  fc.assert(
    fc.property(checks, statuses, (fields, status) => {
      const verdict = verdictWith({
        status,
        reason: 'secret reason',
        checks: fields.map((item) => checkWith(item)),
      });
      const feedback = visibleFeedback(verdict);
      expect(JSON.stringify(feedback)).not.toMatch(/secret|9|transcript|evidence/);
      // What the held-out checks found beyond pass and fail changes nothing.
      const blurred = fields.map((item) =>
        item.visibility === 'visible' || item.status === 'pass' ? item : { ...item, status: 'fail' as const },
      );
      const shown = blurred.some((item) => item.visibility === 'visible' && item.status !== 'pass');
      const hidden = !shown && blurred.some((item) => item.status !== 'pass');
      const other = verdictWith({
        status: hidden ? 'fail' : status,
        checks: blurred.map((item) => checkWith(item)),
      });
      expect(visibleFeedback(other)).toEqual(feedback);
    }),
  );
});
