import { expect, test } from 'vitest';
import { hostCommand } from './no-isolation.ts';

test('arguments below a mount become host paths, the longest mount first, others stay', () => {
  const mounts = [
    { host: '/home/someone/tree', inside: '/work' },
    { host: '/opt/data', inside: '/work-data' },
  ];
  expect(
    hostCommand({ mounts, command: ['/work/a.ts', '/work', '/work-data/x', '/workshop', '--in=/work'] }),
  ).toEqual(['/home/someone/tree/a.ts', '/home/someone/tree', '/opt/data/x', '/workshop', '--in=/work']);
});
