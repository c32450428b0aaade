import type { SandboxExit, SandboxOrder, SandboxUsage } from '../kernel/contracts/sandbox.ts';
import type { ErrorFacts } from '../kernel/errors.ts';
import type { SandboxStamp } from '../kernel/verdict.ts';

/*
 * One JSON object a line over a Unix socket. A client opens one control connection and, for each sandbox, one more: its
 * first line is the order, and from then on it is the sandbox's descriptor 3. The client stays silent on it until
 * `started` arrives on the control connection, so that no byte meant for the sandbox is read by the launcher.
 */

/** First line of a connection. */
export type Opening =
  | { readonly type: 'control' }
  | {
      readonly type: 'launch';
      readonly client: string;
      readonly sandbox: number;
      readonly order: SandboxOrder;
    };

/** Later lines of a control connection, from the client. */
export type ClientMessage =
  | { readonly type: 'kill'; readonly sandbox: number }
  /** Answered by `measured`, unless the sandbox has ended: then by its `exited`. */
  | { readonly type: 'measure'; readonly sandbox: number };

/** Lines of a control connection, from the launcher. */
export type LauncherMessage =
  | { readonly type: 'hello'; readonly client: string; readonly stamp: SandboxStamp }
  | { readonly type: 'started'; readonly sandbox: number }
  | { readonly type: 'refused'; readonly sandbox: number; readonly facts: ErrorFacts }
  | { readonly type: 'measured'; readonly sandbox: number; readonly usage: SandboxUsage }
  | { readonly type: 'exited'; readonly sandbox: number; readonly exit: SandboxExit };

/** The launcher's one line on standard output: where it listens, or why it cannot. */
export type LauncherReport =
  | {
      readonly type: 'ready';
      readonly socketPath: string;
      readonly scratch: string;
      readonly stamp: SandboxStamp;
    }
  | { readonly type: 'unavailable'; readonly facts: ErrorFacts };

/** Which isolation the launcher has to provide. */
export interface LauncherOptions {
  readonly isolation: 'required' | 'none';
  /** Sandboxes that may run at once. */
  readonly slots: number;
  /** Random text that no sandbox may come to see; also in the launcher's environment. */
  readonly canary: string;
}

/** What is sent over the wire of an error: its facts without the cause, which need not be plain data. */
export function wireFacts({ code, domain, what, where, mend }: ErrorFacts): ErrorFacts {
  return { code, domain, what, where, mend };
}
