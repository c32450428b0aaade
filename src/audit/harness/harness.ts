import type { Attack, Reference } from '../attack.ts';
import type { AuditVerdict } from '../run-audit.ts';

/** A judge of somebody else's, as it is run in one of our sandboxes together with what it judges. */
export interface ForeignHarness {
  /** What the report calls it. */
  readonly title: string;
  /** Path of the file in the tree, or words, that findings on the harness itself are shown at. */
  readonly place: string;
  /** Globs of what a candidate is; everything else of the tree is the harness's. */
  readonly editable: readonly string[];
  /** `again`: evaluate twice in one place, the better result counting: what a candidate leaves behind takes effect. */
  readonly run: (options: { readonly again: boolean }) => HarnessRun;
  /** The harness's own word on a candidate, read as its owner reads it. */
  readonly read: (outcome: HarnessOutcome) => AuditVerdict;
  readonly attacksOn: (reference: Reference) => readonly Attack[];
}

/** A program over a copy of the tree that it may write to, the harness's own files included. */
export interface HarnessRun {
  readonly argv: readonly string[];
  /** Files put into the copy. */
  readonly overlay: { readonly [path: string]: string };
  readonly environment: { readonly [name: string]: string };
  /** Globs of the files it leaves that are wanted; one that matches none ends the run as a crash. */
  readonly collect: readonly string[];
  /** Longest report it may make on descriptor 4, after it has read a line there; null for none. */
  readonly reportBytes: number | null;
}

/** How it went. All of it comes from where the candidate ran. */
export type HarnessOutcome =
  | {
      readonly kind: 'ran';
      /** As a shell reports it. */
      readonly exitCode: number;
      /** The last 4 KiB of each. */
      readonly stdout: string;
      readonly stderr: string;
      readonly files: { readonly [path: string]: Uint8Array };
      readonly report: Uint8Array;
    }
  | {
      readonly kind: 'ended';
      readonly status: 'crash' | 'timeout' | 'refused';
      readonly reason: string;
    };

/** Name of the one check that a foreign harness is. */
export const HARNESS_CHECK = 'harness';

/** Folder of the copy, as seen inside, where nothing else is said. */
export const WORK = '/scratch/work';

const LARGEST = Number.MAX_VALUE;

/** A score is kept finite, so that infinity, which harnesses let through, stays a number in reports. */
export function scored(score: number): AuditVerdict {
  if (Number.isNaN(score)) return refusedBy('fail', 'its score is not a number');
  const finite = Math.max(-LARGEST, Math.min(LARGEST, score));
  return { status: 'pass', reason: null, score: finite, checks: [HARNESS_CHECK], visible: true };
}

export function refusedBy(status: Exclude<AuditVerdict['status'], 'pass'>, reason: string): AuditVerdict {
  return { status, reason, score: null, checks: [HARNESS_CHECK], visible: true };
}

/** The last thing a program printed that sounds like a failure, or the end of it all, in one line. */
export function lastWords({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  const text = (stderr.trim() === '' ? stdout : stderr).trim();
  const failure = text.split('\n').findLast((line) => /(?:Error|Exception)\b|\bnot ok\b|\bFAIL/.test(line));
  return (failure ?? text.slice(-200)).replaceAll(/\s+/g, ' ').trim().slice(0, 200);
}
