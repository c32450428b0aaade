import { join, posix } from 'node:path';

/** One mounted control-group hierarchy and the caller's own group in it. */
export interface Hierarchy {
  readonly version: 1 | 2;
  /** Controllers it is known to carry; of version 2 they are read from its files instead. */
  readonly controllers: readonly string[];
  readonly mount: string;
  /** Directory of the caller's own group. */
  readonly own: string;
}

/**
 * The hierarchies a process can see, from /proc/self/mountinfo and /proc/self/cgroup (cgroups(7), proc(5)). One whose
 * mount does not reach the caller's group is left out.
 */
export function parseHierarchies(mountInfo: string, ownGroups: string): readonly Hierarchy[] {
  const groups = ownGroups.split('\n').flatMap((line) => {
    const [, number, controllers, path] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    return path === undefined
      ? []
      : [{ unified: number === '0', controllers: controllers!.split(','), path }];
  });
  return mountInfo.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    if (after === undefined) return [];
    const [, , , root, mount] = before!.split(' ');
    const [type, , superOptions] = after.split(' ');
    if (type !== 'cgroup' && type !== 'cgroup2') return [];
    const options = superOptions!.split(',');
    const group = groups.find(({ unified, controllers }) =>
      type === 'cgroup2' ? unified : !unified && controllers.every((name) => options.includes(name)),
    );
    if (group === undefined) return [];
    const below = posix.relative(root!, group.path);
    if (below.startsWith('..')) return [];
    return [
      {
        version: type === 'cgroup2' ? 2 : 1,
        controllers: type === 'cgroup2' ? [] : group.controllers,
        mount: mount!,
        own: join(mount!, below),
      } as const,
    ];
  });
}
