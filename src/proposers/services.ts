import type { SandboxLauncher } from '../kernel/contracts/sandbox.ts';

/** What a run lends its proposers. They may use it while they propose, not before. */
export interface ProposerServices {
  /** Absolute path of the folder the task's paths start from. */
  readonly taskDirectory: string;
  /** Absolute path of the run's own folder. */
  readonly runDirectory: string;
  readonly sandboxes: ProposerSandboxes;
  /** What the task is after, in words; left out where nothing is proposed. */
  readonly goal?: string;
  /** The metered door to models; null where there is none. */
  readonly models: ModelDoor | null;
  /** For proposers that wait for something to come from outside; left out, nobody waits. */
  readonly waiting?: ProposerWaiting;
}

export interface ProposerWaiting {
  /** True when the task has one proposer: an answer of nothing would only lead to the next question. */
  readonly alone: boolean;
  /** True once waiting would only delay the end of the run. */
  readonly stopRequested: () => boolean;
}

export interface ProposerSandboxes extends Pick<SandboxLauncher, 'launch'> {
  /** Folder for files shown to sandboxes, emptied at the end. Every user can look through the folders above it. */
  readonly scratch: () => string;
}

/** Where model calls go. It counts, limits and records them, and alone knows the real keys. */
export interface ModelDoor {
  /** Base URL without a trailing slash. */
  readonly url: string;
  /** Of this run; worth nothing anywhere else. */
  readonly token: string;
  /** What a call of this model cost, in USD; null when no price is known. */
  readonly price: (model: string, tokens: ModelTokens) => number | null;
}

/** Tokens of one call, each in one field only. */
export interface ModelTokens {
  readonly input: number;
  readonly cachedInput: number;
  readonly cacheWrite: number;
  readonly output: number;
}
