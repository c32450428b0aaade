/** What one attack reports. */
export interface AttackReport {
  readonly name: string;
  /** False when it could not even be tried; then nothing was proved. */
  readonly attempted: boolean;
  readonly succeeded: boolean;
  /** What was seen: the error that stopped it, or what it got hold of. */
  readonly detail: string;
}

/** What the attacks are told: things on the host that must be out of reach. */
export interface Targets {
  /** Text that only the host holds. */
  readonly canary: string;
  /** Files on the host with the canary in them. */
  readonly files: readonly string[];
  readonly launcher: number;
  /** The launcher's pid namespace: in another one, a process with its number is a process of the sandbox. */
  readonly pidNamespace: string;
  readonly port: number;
  /** Name of an abstract Unix socket, without its leading zero. */
  readonly abstractSocket: string;
  /** Inside path of a mounted tree. */
  readonly tree: string;
  /** Answered unchanged: the honest control. */
  readonly nonce: string;
}
