import type { SandboxOrder, SandboxUsage } from '../kernel/contracts/sandbox.ts';
import type { SandboxStamp } from '../kernel/verdict.ts';

/** A way to run an order: with bubblewrap, or with nothing around it. Lives in the launcher process. */
export interface Isolation {
  readonly stamp: SandboxStamp;
  /**
   * Reserves what one sandbox needs.
   *
   * @throws FulcrumError when the order cannot be met as stamped.
   */
  readonly prepare: (order: SandboxOrder) => Promise<Preparation>;
  /** Removes what was made for all sandboxes together. */
  readonly close: () => Promise<void>;
}

/** All the launcher must know to start and to end one sandbox. */
export interface Preparation {
  /**
   * Program and arguments on the host. It is started with the channel as descriptor 0, output on 1 and 2 and a status
   * pipe on 3, and puts them where the order wants them.
   */
  readonly command: readonly string[];
  readonly environment: { readonly [name: string]: string };
  readonly directory: string;
  /** True when the program reports its start and end on the status pipe, as bubblewrap does. */
  readonly reportsStatus: boolean;
  /** Kills all that runs inside; `root` is the sandbox's first process as the host numbers it, `outer` the program. */
  readonly kill: (processes: { readonly outer: number; readonly root: number | null }) => void;
  /** Called when memory has to be watched from outside; the sandbox is killed on true. Null where a cgroup does it. */
  readonly exceedsMemory: ((root: number) => boolean) | null;
  /** What was used since it was prepared. */
  readonly usage: () => SandboxUsage;
  /** Waits until nothing is left, frees what was reserved and returns what was used in all. */
  readonly release: () => Promise<SandboxUsage>;
}

/** Where nothing is counted. */
export const UNKNOWN_USAGE: SandboxUsage = { cpuMilliseconds: null, memoryPeakBytes: null };
