import type { Judge } from '../kernel/contracts/judge.ts';
import type { Proposer } from '../kernel/contracts/proposer.ts';
import type { RunEvent } from '../kernel/event.ts';

/** What is told to an OpenTelemetry collector of one run. It changes nothing of the run, and no failure of it ends one. */
export interface Telemetry {
  /** The same proposer; each of its proposals becomes a span. */
  readonly watchProposer: (proposer: Proposer) => Proposer;
  /** The same judge; each of its judgements becomes a span. */
  readonly watchJudge: (judge: Judge) => Judge;
  readonly onModelCall: (call: ModelCallFacts) => void;
  /** @param number of the proposal the agent works for */
  readonly onAgentEvent: (number: number, milliseconds: number, event: AgentActivity) => void;
  readonly onEvent: (event: RunEvent) => void;
  /** Sends what is left, for a few seconds at most, and says what could not be sent. */
  readonly close: (end: RunEnd) => Promise<void>;
}

/** How a run ended: its stop reason, or what it threw. */
export type RunEnd = { readonly reason: string } | { readonly error: unknown };

/** One call of a model, as the meter records it. */
export interface ModelCallFacts {
  readonly call: number;
  readonly protocol: string;
  readonly model: string | null;
  readonly stream: boolean;
  readonly outcome: string;
  /** HTTP status that the caller saw. */
  readonly status: number;
  readonly code: string | null;
  readonly usage: {
    readonly input: number;
    readonly cachedInput: number;
    readonly cacheWriteShort: number;
    readonly cacheWriteLong: number;
    readonly output: number;
  } | null;
  /** USD. */
  readonly money: number | null;
  readonly attempts: number;
  readonly requestDigest: string | null;
  readonly replyDigest: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly milliseconds: number;
  /** `proposal 12` where the call was made for one. */
  readonly holder: string | null;
}

/** Something that was seen of an agent at work; which fields there are follows from the kind. */
export interface AgentActivity {
  readonly kind: string;
  readonly id?: string;
  readonly tool?: string;
  readonly input?: string;
  readonly output?: string;
  readonly outcome?: string;
  readonly text?: string;
  readonly answer?: string;
  readonly rule?: string;
  readonly host?: string;
  readonly port?: number;
  readonly verdict?: string;
  readonly limit?: string;
}

/** Telemetry of a run that nobody wants any of. */
export const SILENT: Telemetry = {
  watchProposer: (proposer) => proposer,
  watchJudge: (judge) => judge,
  onModelCall: () => undefined,
  onAgentEvent: () => undefined,
  onEvent: () => undefined,
  close: () => Promise.resolve(),
};
