import type { SandboxUsage } from '../kernel/contracts/sandbox.ts';
import type { Json } from '../kernel/json.ts';
import type { Random } from '../kernel/random.ts';
import type { VerdictStatus } from '../kernel/verdict.ts';
import type { Skin, SkinPart } from './skin.ts';

/** What a check may use. */
export interface CheckContext extends Companions {
  readonly subject: Subject;
  /** What a candidate of the kind `artifact` left. Looking at it throws for any other kind. */
  readonly artifact: Artifact;
  /** Drawn from the oracle's private seed, the inputs' label and the check's name: the same for every candidate. */
  readonly random: Random;
  /** Label of the inputs. */
  readonly inputs: string;
  /** Aborted when the candidate has ended or the judgement is called off. */
  readonly signal: AbortSignal;
  /**
   * Makes a costly input once per label and check, and keeps the most recent ones. `make` must answer at once; what it
   * draws from `random` comes from a stream of the key's own, so that later draws are the same whether it ran or not.
   * Plain data comes back frozen.
   */
  readonly remember: <Value>(key: string, make: () => Value) => Value;
}

/** The candidate as the oracle sees it: something that answers questions in its sandbox. */
export interface Subject {
  /** One call of the candidate's function. Questions asked side by side are put one after the other. */
  readonly ask: (...args: readonly Json[]) => Promise<Answer>;
}

/** The files a candidate left that ran once, read when nothing of it was running any more. */
export interface Artifact {
  /** As a shell reports it: 128 and more is a signal. Evidence, no verdict. */
  readonly exitCode: number;
  /** By path; each glob of the task matches one at least. */
  readonly files: readonly { readonly path: string; readonly size: number }[];
  /** A copy of a file's bytes, or null when there is none of this path. Parse them as you would a stranger's. */
  readonly bytes: (path: string) => Uint8Array | null;
  /** The same as UTF-8. */
  readonly text: (path: string) => string | null;
  /**
   * What the candidate says of itself: the number on the last line `metric: 1.5` or `metric=1.5` of the last 4 KiB of
   * its standard output, or null. The check that asks for it is graded `self-reported`.
   */
  readonly claimed: (metric: string) => number | null;
}

/** Numbers in `value` may be NaN, infinite or -0: the check must look before it compares. */
export type Answer =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'threw'; readonly message: string };

/** What a subject of the kind `command` answers: the `value` of its {@link Answer}. */
export interface CommandRun {
  /** As a shell reports it: 128 and more is a signal, 127 a program that was not found. Evidence, no verdict. */
  readonly exitCode: number;
  /** A text, or what the JSON stands for, as the task says. */
  readonly stdout: Json;
  /** The last 4 KiB. */
  readonly stderr: string;
}

/** What a check that declares `inspects` may use beside the candidate's answers; for any other, each of them throws. */
export interface Companions {
  /** The files of the candidate and of the baseline, as they were written. */
  readonly files: JudgedFiles;
  /**
   * Starts one more subject in a fresh sandbox of its own: the baseline, or the candidate again. It ends with the check.
   * What it is asked enters the transcript.
   */
  readonly open: (order: SubjectOrder) => Promise<OpenSubject>;
  /** Runs a program once, in a fresh sandbox without network, in a copy of a tree that it may write to. */
  readonly execute: (order: ProgramOrder) => Promise<ProgramOutcome>;
}

export type TreeName = 'candidate' | 'baseline';

export interface JudgedFiles {
  readonly candidate: TreeFiles;
  readonly baseline: TreeFiles;
  /** Paths at which they differ, in UTF-16 order: changed, added and removed ones. */
  readonly changed: readonly string[];
  /** Whether the task lets proposers change this path. */
  readonly isEditable: (path: string) => boolean;
}

/** Plain data: none of it is ever run in the oracle's process. */
export interface TreeFiles {
  /** In UTF-16 order. */
  readonly paths: readonly string[];
  /** Null when there is none of this path. */
  readonly bytes: (path: string) => Uint8Array | null;
  /** The same as UTF-8. */
  readonly text: (path: string) => string | null;
}

export interface SubjectOrder {
  readonly tree: TreeName;
  /** Another look of the machine it runs on; left out, it looks as the judged candidate's. For all that answer questions. */
  readonly skin?: Skin;
}

export interface OpenSubject {
  /** As `subject.ask`, but an end is told instead of thrown, so that the check decides what it means. */
  readonly ask: (...args: readonly Json[]) => Promise<TimedAnswer>;
  /** Time it took to load, by the oracle's clock; its sandbox had started before. */
  readonly loadMilliseconds: number;
  /** What its sandbox has used so far, by the system's count: also what it did between questions. */
  readonly usage: () => Promise<SandboxUsage>;
  /** What of the skin this machine could give it. */
  readonly shown: readonly SkinPart[];
  /** Ends it before the check does. */
  readonly end: () => Promise<void>;
}

/** `milliseconds`: between the question's last byte and the reply's, by the oracle's clock. */
export type TimedAnswer = (
  | Answer
  | {
      readonly kind: 'ended';
      readonly status: Extract<VerdictStatus, 'crash' | 'timeout' | 'refused'>;
      readonly reason: string;
    }
) & { readonly milliseconds: number };

export interface ProgramOrder {
  readonly tree: TreeName;
  /** Program and arguments; no shell reads them. Started in the copy's root. */
  readonly argv: readonly string[];
  /** Files put over the copy by path; null takes one away. */
  readonly overlay?: { readonly [path: string]: Uint8Array | string | null };
  /** Files and folders of this machine shown read-only as `/fulcrum/tools/<name>`. Absolute paths. */
  readonly tools?: { readonly [name: string]: string };
  /** Symbolic links made in the copy: its path there to what it points at. */
  readonly links?: { readonly [path: string]: string };
  readonly environment?: { readonly [name: string]: string };
  /** Globs of the files that are handed out afterwards; one that matches nothing ends it as a `crash`. Default: none. */
  readonly collect?: readonly string[];
  /** What is captured whole, beside the ends of the standard streams. Default: nothing. */
  readonly report?: ReportOrder;
  /** True for work done once for all candidates: it stays out of the transcript of the one in hand. Default: false. */
  readonly preparation?: boolean;
  readonly seconds: number;
}

/**
 * `descriptor`: the program has a socket as descriptor 4, on which it first reads the nonce as one line and then reports.
 * No other process can open it, but what runs in the same process can write there too. `stdout`: what it prints.
 */
export type ReportOrder = (
  | { readonly from: 'descriptor'; readonly nonce: string }
  | { readonly from: 'stdout' }
) & {
  /** A longer report ends the program's run as `refused`. */
  readonly bytes: number;
};

export type ProgramOutcome =
  | {
      readonly kind: 'ran';
      /** As a shell reports it: 128 and more is a signal. Evidence, no verdict. */
      readonly exitCode: number;
      /** The last 4 KiB of each. */
      readonly stdout: string;
      readonly stderr: string;
      /** By path. */
      readonly files: { readonly [path: string]: Uint8Array };
      /** Empty when none was ordered. */
      readonly report: Uint8Array;
      readonly milliseconds: number;
    }
  | {
      readonly kind: 'ended';
      readonly status: Extract<VerdictStatus, 'crash' | 'timeout' | 'refused'>;
      readonly reason: string;
    };
