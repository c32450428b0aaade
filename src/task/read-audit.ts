import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { AuditEvidence } from '../kernel/attestation.ts';
import type { Hash } from '../kernel/candidate.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { DefinedTask } from './define-task.ts';

/** The file that `oracle.audit` names. */
const auditSchema = z.object({
  /** SHA-256 that names the oracle it was made of, see `oracleIdentity`. */
  oracle: z.string(),
  checks: z.record(
    z.string(),
    z.object({ passesTrusted: z.boolean(), mutantsKilled: z.number().int().nonnegative() }),
  ),
});

export interface Audit {
  /** SHA-256 of the file; null when the task names none. */
  readonly hash: Hash | null;
  readonly evidence: AuditEvidence;
}

/**
 * Reads what an audit showed of the oracle's checks. One that was made of another version shows nothing, and says so.
 *
 * @param oracle SHA-256 that names the oracle as it is
 * @throws FulcrumError `FULCRUM_E_TASK_AUDIT` when the file is missing or not an audit
 */
export function readAudit({ task, directory }: DefinedTask, oracle: Hash): Audit {
  const { audit } = task.oracle;
  if (audit === undefined) return { hash: null, evidence: { kind: 'none', reason: null } };
  const bytes = read(resolve(directory, audit), audit);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const { oracle: audited, checks } = parse(bytes.toString('utf8'), audit);
  if (audited === oracle) return { hash, evidence: { kind: 'measured', checks } };
  return {
    hash,
    evidence: { kind: 'none', reason: `${audit} is the audit of another version of the oracle` },
  };
}

function read(file: string, audit: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw invalid(audit, `the audit cannot be read: ${(cause as Error).message}`, cause);
  }
}

function parse(text: string, audit: string): z.output<typeof auditSchema> {
  try {
    return auditSchema.parse(JSON.parse(text));
  } catch (cause) {
    const what = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw invalid(audit, `the audit is not one: ${what.replaceAll('\n', ' ')}`, cause);
  }
}

function invalid(where: string, what: string, cause: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_TASK_AUDIT',
    domain: 'usage',
    what,
    where: `${where}, named by oracle.audit`,
    mend: 'Make the audit again, or take `audit` out of the task',
    cause,
  });
}
