import { expect, test } from 'vitest';
import { inspectIsolation } from './doctor.ts';

test('says what is fine and how to mend what is not', async () => {
  const { level, findings } = await inspectIsolation();
  expect(level).toBeOneOf([1, 2, 3]);
  expect(findings.map(({ name }) => name)).toContain('self-probe');
  for (const { ok, mend } of findings) expect(mend === null).toBe(ok);
});

test('needs no search path to find the programs in their usual places', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '';
  const { findings } = await inspectIsolation().finally(() => (process.env['PATH'] = path));
  expect(findings.find(({ name }) => name === 'bubblewrap')!.ok).toBe(true);
});
