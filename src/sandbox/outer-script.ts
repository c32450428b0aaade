import type { StagedPath } from './mount-staging.ts';
import { SECCOMP_DESCRIPTOR, STATUS_DESCRIPTOR } from './bubblewrap-arguments.ts';

/** What has to be done on the host before bubblewrap is started. */
export interface OuterWork {
  /** Files of the slot's control groups, joined before anything else runs. */
  readonly doors: readonly string[];
  readonly seccompFile: string;
  /** Bind mounts made as root in a mount namespace of their own, for paths that the slot's user cannot reach. */
  readonly staged: readonly StagedPath[];
  /** Empty directory to put them in; all users must be able to reach it. */
  readonly stagingDirectory: string;
}

/**
 * Shell text that runs its arguments with the channel, which Node hands over as a blocking descriptor only at 0, on 3,
 * the system-call filter on 4 and the status pipe on 5.
 */
export function outerScript({ doors, seccompFile, staged, stagingDirectory }: OuterWork): string {
  const steps = [
    ...doors.map((door) => `echo 0 >${quote(door)}`),
    ...(staged.length === 0 ? [] : [`mount -t tmpfs -o mode=755,size=1m fulcrum ${quote(stagingDirectory)}`]),
    ...staged.flatMap(({ host, place, directory }) => [
      `${directory ? 'mkdir' : ':>'} ${quote(place)}`,
      `mount --bind ${quote(host)} ${quote(place)}`,
    ]),
    'ulimit -c 0',
    `exec "$@" ${STATUS_DESCRIPTOR}>&3 3<&0 0</dev/null ${SECCOMP_DESCRIPTOR}<${quote(seccompFile)}`,
  ];
  return steps.map((step) => `${step} || exit 125`).join('\n');
}

/** One word for the shell, whatever it holds. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
