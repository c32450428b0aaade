import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import type { SystemView } from './bubblewrap-arguments.ts';

const ROOT_DIRECTORIES = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
const SHOWN = ['/usr', '/etc/ld.so.cache', '/etc/alternatives'];
/** Beyond those that --unshare-pid hides: host-wide names, addresses and switches. */
const MASKED = [
  'kallsyms',
  'keys',
  'key-users',
  'timer_list',
  'sysrq-trigger',
  'cmdline',
  'kcore',
  'kmsg',
  'config.gz',
];

/** Looks at the host: which links and directories a program needs to run, and what of /proc has to be covered. */
export function systemView(disableUserNamespaces: boolean): SystemView {
  const present = ROOT_DIRECTORIES.filter((path) => existsSync(path));
  const isLink = (path: string): boolean => lstatSync(path).isSymbolicLink();
  return {
    links: present.filter(isLink).map((path) => ({ path, target: readlinkSync(path) })),
    shown: [...SHOWN.filter((path) => existsSync(path)), ...present.filter((path) => !isLink(path))],
    masked: MASKED.map((name) => `/proc/${name}`).filter((path) => existsSync(path)),
    disableUserNamespaces,
  };
}
