const PROGRAMS = '/fulcrum/bin';

/** Where every sandbox of a proposer shows the Node that Fulcrum runs on. */
export const NODE_INSIDE = `${PROGRAMS}/node`;

/** Where it shows files that the task names, each by its name there. */
export const TOOLS_INSIDE = '/fulcrum/tools';

/** `PATH` inside: that Node, then folders of the sandbox's own, then the machine's. */
export function pathInside(...folders: readonly string[]): string {
  return [PROGRAMS, ...folders, '/usr/local/bin', '/usr/bin', '/bin'].join(':');
}
