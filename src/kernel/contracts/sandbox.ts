import type { ProbeResult } from '../event.ts';
import type { SandboxStamp } from '../verdict.ts';

/** What runs in a sandbox and what it may use. Paths on the host are absolute. */
export interface SandboxOrder {
  /** Host paths shown read-only inside, as given; nothing else of the host but the system's programs is visible. */
  readonly mounts: readonly { readonly host: string; readonly inside: string }[];
  /** Unix sockets of the host that programs inside may connect to: with the channel, the only ways out. */
  readonly sockets?: readonly { readonly host: string; readonly inside: string }[];
  /** Program and arguments, as seen inside. Its descriptor 3 is the channel. */
  readonly command: readonly string[];
  readonly environment: { readonly [name: string]: string };
  readonly memoryBytes: number;
  readonly processes: number;
  /** That each process may hold open; left out, 256. */
  readonly openFiles?: number;
  /** Size of each writable temporary file system. */
  readonly temporaryBytes: number;
  /** Bytes of standard output and error after which the sandbox is killed. */
  readonly outputBytes: number;
  /** Left out, it looks like every other sandbox. */
  readonly skin?: SandboxSkin;
}

/** What a program can read of the machine it seems to run on. None of it protects anything. */
export interface SandboxSkin {
  readonly hostName: string;
  /** Number of its user and its group, as seen inside. */
  readonly user: number;
  /** Absolute path outside the system's directories. */
  readonly workingDirectory: string;
  /** Process numbers used up before the program starts. */
  readonly startedBefore: number;
  /** Processes beside it that do nothing; they come on top of the order's limit. */
  readonly idleBeside: number;
}

/** Why and how a sandbox ended. Evidence only: a candidate chooses its own exit code. */
export interface SandboxExit {
  readonly cause: 'exited' | 'killed' | 'output-limit' | 'failed-to-start';
  readonly code: number | null;
  readonly signal: string | null;
  /** The last part of standard output and error, at most 4 KiB of each. */
  readonly stdout: string;
  readonly stderr: string;
  /** Of its whole life. */
  readonly usage: SandboxUsage;
}

/** What everything inside one sandbox has used from its start on, by cgroup; null where nothing counts it. */
export interface SandboxUsage {
  readonly cpuMilliseconds: number | null;
  /** Most memory held at once: what the memory limit counts, temporary files and file cache with it. */
  readonly memoryPeakBytes: number | null;
}

export type Received =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'closed' };

/** A private stream of text lines. */
export interface LineChannel {
  /** Sends one line; never blocks. Sending on a closed channel does nothing. */
  readonly send: (line: string) => void;
  /** The next line. After `too-long` or `closed` the channel is of no further use. */
  readonly receive: (limits: {
    readonly milliseconds: number;
    readonly maximumBytes: number;
  }) => Promise<Received>;
  /** True when bytes lie there that no `receive` asked for. */
  readonly surplus: () => boolean;
}

/** One running sandbox, used once. */
export interface Sandbox {
  readonly channel: LineChannel;
  readonly stamp: SandboxStamp;
  /** Resolves when nothing of it is left, whatever ended it. Never rejects. */
  readonly exited: Promise<SandboxExit>;
  /** Used so far; of its whole life once it has ended. Never rejects. */
  readonly usage: () => Promise<SandboxUsage>;
  /** Ends everything inside and resolves like `exited`. */
  readonly kill: () => Promise<SandboxExit>;
}

/** Starts sandboxes of one kind. Throws a FulcrumError of domain `sandbox` when it cannot isolate as stamped. */
export interface SandboxLauncher {
  readonly stamp: SandboxStamp;
  readonly launch: (order: SandboxOrder) => Promise<Sandbox>;
  /** Attacks a sandbox from inside. Throws `FULCRUM_E_SANDBOX_LEAKS` when one succeeds or the honest control fails. */
  readonly prove: () => Promise<readonly ProbeResult[]>;
  /** Kills what still runs and removes what it made. */
  readonly close: () => Promise<void>;
}
