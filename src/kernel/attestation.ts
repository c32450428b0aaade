import type { TestEvidence } from './authorship.ts';
import type { Hash } from './candidate.ts';
import type { Json } from './json.ts';
import { canonicalJson } from './json.ts';
import type { Task } from './task.ts';
import type { Verdict } from './verdict.ts';

/** Names what is signed and how: the first line of every statement, so that it can be taken for nothing else. */
export const VERDICT_SCHEME = 'fulcrum/verdict/1';

/** Where a run's checks came from, by path from the task file. */
export interface OracleDigests {
  /** SHA-256 of every file the oracle is made of. */
  readonly files: readonly (readonly [name: string, hash: Hash])[];
  /** SHA-256 of the file with its audit; null when the task names none. */
  readonly audit: Hash | null;
}

/** What an audit showed of each check of an oracle; or that it shows nothing, and why unless there is none. */
export type AuditEvidence =
  | { readonly kind: 'measured'; readonly checks: { readonly [check: string]: TestEvidence } }
  | { readonly kind: 'none'; readonly reason: string | null };

/** What a judgement was made with: versions by name, as `node`. */
export type Environment = { readonly [part: string]: string };

/** Recorded beside the entry that starts or resumes a run whose verdicts are signed. */
export interface Attestation {
  readonly scheme: typeof VERDICT_SCHEME;
  /** Ed25519, SubjectPublicKeyInfo (RFC 8410) in DER and base64. */
  readonly publicKey: string;
  readonly environment: Environment;
  readonly oracle: OracleDigests;
  readonly audit: AuditEvidence;
}

/** What a verdict is a verdict on; each a SHA-256. */
export interface VerdictContext {
  /** Tree of the candidate. */
  readonly candidate: Hash;
  readonly task: Hash;
  /** Of `oracleIdentity`. */
  readonly oracle: Hash;
  readonly seedCommitment: Hash;
  /** Of the canonical JSON of the environment. */
  readonly environment: Hash;
}

/**
 * The text that is signed: the whole verdict, with its inputs, mode, checks, grades, transcripts and sandbox profile, and
 * all it depends on.
 */
export function verdictStatement(context: VerdictContext, verdict: Verdict): string {
  return `${VERDICT_SCHEME}\n${canonicalJson({ ...context, verdict } as unknown as Json)}`;
}

/** The text whose hash names an oracle. */
export function oracleIdentity(files: OracleDigests['files']): string {
  return canonicalJson(files);
}

/** The text whose hash names a task: what it says, the tree it starts from and the oracle that judges it. */
export function taskIdentity(task: Task, tree: Hash, { files, audit }: OracleDigests): string {
  const parts = { task, tree, oracle: files, ...(audit === null ? {} : { audit }) };
  return canonicalJson(parts as unknown as Json);
}
