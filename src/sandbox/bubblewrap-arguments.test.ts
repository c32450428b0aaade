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

const SKIN = {
  hostName: 'elsewhere',
  user: 4321,
  workingDirectory: '/home/someone',
  startedBefore: 2,
  idleBeside: 1,
};

test('another skin changes what a program sees and nothing that holds it', () => {
  const order = shellOrder('true');
  const plain = bubblewrapArguments(order, [], SYSTEM, null);
  const other = bubblewrapArguments({ ...order, skin: SKIN }, [], SYSTEM, null);
  const text = other.join(' ');
  expect(text).toContain('--uid 4321 --gid 4321 --hostname elsewhere');
  expect(text).toContain('--tmpfs /home/someone');
  expect(text).toContain(`ulimit -u ${order.processes + 1} `);
  const options = (list: readonly string[]) => list.filter((word) => word.startsWith('--'));
  expect(options(other)).toEqual(options(plain));
});

test('mounts keep clear of another working directory, and of /etc but for what is preloaded', () => {
  const order = { ...shellOrder('true'), skin: SKIN };
  const mount = (inside: string) => bubblewrapArguments(order, [{ host: '/host', inside }], SYSTEM, null);
  expect(() => mount('/home/someone/data')).toThrow('FULCRUM_E_SANDBOX_ORDER');
  expect(() => mount('/etc/passwd')).toThrow('FULCRUM_E_SANDBOX_ORDER');
  expect(mount('/etc/ld.so.preload').join(' ')).toContain('--ro-bind /host /etc/ld.so.preload');
});
