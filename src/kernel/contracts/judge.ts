import type { Attestation } from '../attestation.ts';
import type { Candidate, Hash } from '../candidate.ts';
import type { ProbeResult } from '../event.ts';
import type { JsonObject } from '../json.ts';
import type { JudgeMode, SandboxStamp, Verdict } from '../verdict.ts';

export type JudgementScope = 'visible' | 'all' | 'final';

/** What to ask a candidate, and in what kind of sandbox. */
export interface JudgementOrder {
  readonly mode: JudgeMode;
  /** Label of the inputs; the oracle derives them from its private seed and this label. */
  readonly inputs: string;
  /**
   * `visible` stops before the held-out checks; `all` asks those too, but the final ones; `final` asks the visible and the
   * final ones, which answer for one candidate and the baseline only.
   */
  readonly scope: JudgementScope;
}

export interface JudgeRequest extends JudgementOrder {
  /** Without its provenance, no check can be independent of it. */
  /** Hand out what was asked, in `observed.questions`: the first few hundred, each a list of arguments as JSON. */
  readonly record?: boolean;
  readonly candidate: Pick<Candidate, 'number' | 'tree'> & Partial<Pick<Candidate, 'provenance'>>;
  readonly signal: AbortSignal;
}

export interface JudgeReply {
  readonly verdict: Verdict;
  /**
   * Beside the verdict: `milliseconds`, those of `building` among them where there is a build, and for a screened one `batch`, the name of the process that answered, so that
   * its other candidates can be judged again. `signature`: the oracle's over the verdict, see `verdictStatement`.
   */
  readonly observed: JsonObject & {
    readonly milliseconds: number;
    readonly batch?: string;
    readonly signature?: string;
  };
}

/**
 * The oracle as the loop sees it. A failing candidate is a verdict; a broken sandbox or oracle is a thrown FulcrumError
 * of domain `sandbox` or `oracle`.
 */
export interface Judge {
  /** Attacks the sandbox from inside. Throws `FULCRUM_E_SANDBOX_LEAKS` when one succeeds or the honest control fails. */
  readonly proveSandbox: () => Promise<{
    readonly sandbox: SandboxStamp;
    readonly probes: readonly ProbeResult[];
  }>;
  /** The oracle's verdicts on candidates that do nothing: an oracle that is content with one judges nothing. */
  readonly probeOracle: (
    inputs: string,
  ) => Promise<readonly { readonly name: string; readonly verdict: Verdict }[]>;
  readonly judge: (request: JudgeRequest) => Promise<JudgeReply>;
  /** Ends the screening process with this batch name: what it answered is in doubt. */
  readonly retire: (batch: string) => void;
  /** SHA-256 of the oracle's input seed, published before anything is judged. */
  readonly seedCommitment: Hash;
  /** What verdicts are signed with and for; null when they are not signed. */
  readonly attestation: Attestation | null;
  /** Returns when every process and temporary file is gone. */
  readonly close: () => Promise<void>;
}
