import type { Readable } from 'node:stream';

/** What bubblewrap reports on `--json-status-fd`. */
export interface SandboxStatus {
  /** Host number of the sandbox's first process, null as long as it is unknown. */
  readonly root: () => number | null;
  /** Resolves with that number, or with null when the pipe ends before it came. */
  readonly rootKnown: Promise<number | null>;
  /** True when the sandbox was set up and its command ran: only then bubblewrap reports an exit code. */
  readonly finishedSetup: () => boolean;
  readonly ended: Promise<void>;
}

/** Follows the status pipe; malformed lines count as no report. */
export function readStatus(pipe: Readable): SandboxStatus {
  let root: number | null = null;
  let finished = false;
  let text = '';
  const known = Promise.withResolvers<number | null>();
  const ended = Promise.withResolvers<void>();
  pipe.setEncoding('utf8');
  pipe.on('data', (chunk: string) => {
    text += chunk;
    root ??= numberAfter(text, 'child-pid');
    if (root !== null) known.resolve(root);
    finished ||= numberAfter(text, 'exit-code') !== null;
  });
  pipe.on('error', () => pipe.destroy());
  pipe.on('close', () => {
    known.resolve(null);
    ended.resolve();
  });
  return { root: () => root, rootKnown: known.promise, finishedSetup: () => finished, ended: ended.promise };
}

function numberAfter(text: string, field: string): number | null {
  const found = new RegExp(`"${field}":\\s*(\\d+)\\b(?=[^\\d])`).exec(text);
  return found === null ? null : Number(found[1]);
}
