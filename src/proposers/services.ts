import type { NetworkOrder, OpenNetwork } from '../kernel/contracts/network.ts';
import type { SandboxLauncher } from '../kernel/contracts/sandbox.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import type { RunMemory } from '../kernel/memory.ts';
import type { AgentListener } from './agent/trajectory.ts';

/** What a run lends its proposers. They may use it while they propose, not before. */
export interface ProposerServices {
  /** Absolute path of the folder the task's paths start from. */
  readonly taskDirectory: string;
  /** Absolute path of the run's own folder. */
  readonly runDirectory: string;
  readonly sandboxes: ProposerSandboxes;
  /** What the task is after, in words; left out where nothing is proposed. */
  readonly goal?: string;
  /** What the run is told of earlier ones; left out where that is nothing. See `memory-option.ts`. */
  readonly memory?: RunMemory;
  /** Known secrets in all forms, longest first, which nobody who proposes may keep or pass on; left out where nothing is proposed. */
  readonly secrets?: readonly string[];
  /** The metered door to models; null where there is none. */
  readonly models: ModelDoor | null;
  /** For proposers that wait for something to come from outside; left out, nobody waits. */
  readonly waiting?: ProposerWaiting;
  /** Whole candidates, for proposers that work in a copy of one; left out where nothing is proposed. */
  readonly workspace?: ProposerWorkspace;
  /** Ways out of a sandbox; left out where nothing is proposed. */
  readonly network?: ProposerNetwork;
  /** Told of what agents at work do, as it happens. */
  readonly onAgentEvent?: AgentListener;
}

/** The trees that candidates are, and what may be changed in them. */
export interface ProposerWorkspace {
  readonly store: BlobStore;
  /** Globs of the paths that may be changed, and the test for them. */
  readonly editableGlobs: readonly string[];
  readonly editable: (path: string) => boolean;
  readonly maximumFileBytes: number;
}

export interface ProposerNetwork {
  /** Opens the one way out of a sandbox. */
  readonly open: (order: NetworkOrder) => Promise<OpenNetwork>;
}

export interface ProposerWaiting {
  /** True when the task has one proposer: an answer of nothing would only lead to the next question. */
  readonly alone: boolean;
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
  /**
   * A token for one proposal, whose calls are counted and limited apart, and count for the run too; left out where no
   * proposer gets one.
   */
  readonly issue?: (order: TokenOrder) => IssuedToken;
}

export interface TokenOrder {
  /** Whom the calls are for, as the recording names it. */
  readonly label: string;
  /** USD. */
  readonly money: number | null;
  readonly tokens: number | null;
  readonly calls: number | null;
  /** Told once, when a call is refused for good: by the limits of this token, or by the budget of the run. */
  readonly onExhausted: (by: 'token' | 'run', message: string) => void;
}

export interface IssuedToken {
  readonly token: string;
  /** Makes it worth nothing, hangs up on its calls in flight, and says what all of them came to. */
  readonly close: () => Promise<TokenSpending>;
}

/** What the calls with one token came to, as the meter counted them. */
export interface TokenSpending {
  readonly calls: number;
  /** As providers reported it. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** USD at list price; null when calls were made that have none. */
  readonly money: number | null;
  /** Models that were called, sorted; the first few. */
  readonly models: readonly string[];
}

/** Tokens of one call, each in one field only. */
export interface ModelTokens {
  readonly input: number;
  readonly cachedInput: number;
  readonly cacheWrite: number;
  readonly output: number;
}
