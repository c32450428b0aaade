import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { killUnlessGone } from './kill-unless-gone.ts';

test('a process is killed once, and killing it again after it has gone is no error', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  killUnlessGone(child.pid!);
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
  // The launcher died of this when a candidate ended just before it was killed.
  expect(() => killUnlessGone(child.pid!)).not.toThrow();
});
