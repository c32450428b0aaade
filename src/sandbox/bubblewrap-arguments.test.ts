import { expect, test } from 'vitest';
import { bubblewrapArguments } from './bubblewrap-arguments.ts';
import { shellOrder } from './testing/orders.ts';

const SYSTEM = { links: [], shown: ['/usr'], masked: [], disableUserNamespaces: true };
const argumentsFor = (...inside: readonly string[]): readonly string[] =>
  bubblewrapArguments(
    shellOrder('true'),
    inside.map((path) => ({ host: '/host', inside: path })),
    SYSTEM,
    null,
  );

test.each([
  ['below another mount', ['/work', '/work/data']],
  ['twice at one place', ['/work', '/work']],
  ['over the system', ['/usr/lib']],
  ['around the temporary directory', ['/']],
  ['at a relative path', ['work']],
  ['at a path that climbs', ['/work/../usr']],
])('refuses to mount %s', (_, inside) => {
  expect(() => argumentsFor(...inside)).toThrow('FULCRUM_E_SANDBOX_ORDER');
});

test('mounts are read-only and come before the root is closed', () => {
  const list = argumentsFor('/work', '/node').join(' ');
  expect(list).toContain('--ro-bind /host /work --ro-bind /host /node --remount-ro / ');
  expect(list).not.toMatch(/ --bind /);
});

test('nothing of the environment but what is given gets in', () => {
  const list = bubblewrapArguments({ ...shellOrder('true'), environment: { SEED: '7' } }, [], SYSTEM, null);
  const names = list.flatMap((word, index) => (word === '--setenv' ? [list[index + 1]] : []));
  expect(new Set(names)).toEqual(new Set(['HOME', 'LANG', 'PATH', 'SEED', 'TMPDIR']));
  expect(list).toContain('--clearenv');
});
