import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compileShiftedClock, shiftClock } from './shifted-clock.ts';
import { systemPython } from './system-python.ts';

/** A day of another month and year. */
const AHEAD = 400 * 86_400;

function shifted(): { readonly library: string; readonly list: string } {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-clock-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { mounts, remove } = shiftClock(AHEAD, folder, '/seen/here.so');
  onTestFinished(() => {
    remove();
    expect(existsSync(mounts[0]!.host)).toBe(false);
  });
  expect(mounts.map(({ inside }) => inside)).toEqual(['/seen/here.so', '/etc/ld.so.preload']);
  return { library: mounts[0]!.host, list: readFileSync(mounts[1]!.host, 'utf8') };
}

test.each([
  ['Node', process.execPath, ['-p', 'Date.now() / 1000']],
  ['Node, which takes its dates elsewhere', process.execPath, ['-p', 'new Date().getTime() / 1000']],
  ['Python', systemPython(), ['-S', '-c', 'import time; print(time.time())']],
  [
    'a date of Python',
    systemPython(),
    ['-S', '-c', 'import datetime; print(datetime.datetime.now().timestamp())'],
  ],
  ['the shell', '/bin/sh', ['-c', 'date +%s']],
])('%s tells the later time', (_, program, words) => {
  const { library, list } = shifted();
  expect(list).toBe('/seen/here.so\n');
  const before = Date.now() / 1000;
  const { stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', env: { LD_PRELOAD: library } });
  expect(stderr).toBe('');
  const told = Number(stdout) - AHEAD;
  // `date` and its like cut the second off.
  expect(told).toBeGreaterThan(before - 1.5);
  expect(told).toBeLessThan(Date.now() / 1000 + 0.5);
});

test('time that passes is left alone: waiting takes as long as ever', () => {
  const { library } = shifted();
  const program = `const from = process.hrtime.bigint(); setTimeout(() => console.log(Number(process.hrtime.bigint() - from) / 1e6), 50)`;
  const { stdout } = spawnSync(process.execPath, ['-e', program], {
    encoding: 'utf8',
    env: { LD_PRELOAD: library },
    timeout: 20_000,
  });
  expect(Number(stdout)).toBeGreaterThanOrEqual(49);
});

test('a machine without a C compiler is told what it lacks', () => {
  expect(() => compileShiftedClock('no-such-compiler')).toThrow('FULCRUM_E_CHECK_TOOL_MISSING');
  expect(() => compileShiftedClock('no-such-compiler')).toThrow('keep: [clock]');
});
