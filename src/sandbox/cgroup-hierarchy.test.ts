import { expect, test } from 'vitest';
import { parseHierarchies } from './cgroup-hierarchy.ts';

const MOUNT_V1 = '35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory';
const MOUNT_CPU = '32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct';
const MOUNT_V2 = '41 31 0:38 / /sys/fs/cgroup/unified rw,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate';
const OTHER = '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw';

test('hybrid: controllers of version 1 beside a unified mount', () => {
  const groups = '4:memory:/jobs/7\n2:cpu,cpuacct:/\n1:name=systemd:/x\n0::/user.slice\n';
  expect(parseHierarchies([OTHER, MOUNT_V1, MOUNT_CPU, MOUNT_V2].join('\n'), groups)).toEqual([
    {
      version: 1,
      controllers: ['memory'],
      mount: '/sys/fs/cgroup/memory',
      own: '/sys/fs/cgroup/memory/jobs/7',
    },
    {
      version: 1,
      controllers: ['cpu', 'cpuacct'],
      mount: '/sys/fs/cgroup/cpu,cpuacct',
      own: '/sys/fs/cgroup/cpu,cpuacct',
    },
    {
      version: 2,
      controllers: [],
      mount: '/sys/fs/cgroup/unified',
      own: '/sys/fs/cgroup/unified/user.slice',
    },
  ]);
});

test('a container that is shown only its part of a hierarchy', () => {
  const mount = '35 31 0:32 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw';
  expect(parseHierarchies(mount, '0::/docker/abc/inner\n')[0]!.own).toBe('/sys/fs/cgroup/inner');
  expect(parseHierarchies(mount, '0::/elsewhere\n')).toEqual([]);
});
