import { createHash, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Attestation, AuditEvidence, OracleDigests } from '../kernel/attestation.ts';
import { oracleIdentity, VERDICT_SCHEME, verdictStatement } from '../kernel/attestation.ts';
import type { Hash } from '../kernel/candidate.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { SubjectSource } from '../kernel/task.ts';
import type { Verdict } from '../kernel/verdict.ts';
import { environmentFacts } from './environment-facts.ts';
import { oracleFault } from './fault.ts';
import type { KeyPlace } from './signing-key.ts';
import { openSigningKey } from './signing-key.ts';

/** What the oracle's process signs its verdicts with and for. */
export interface SigningOrder {
  readonly key: KeyPlace;
  /** Hash of the task. */
  readonly task: Hash;
  /** The oracle as the task was frozen with it. */
  readonly oracle: OracleDigests;
  readonly audit: AuditEvidence;
  /** Version of Fulcrum. */
  readonly version: string;
}

export interface Signer {
  readonly attestation: Attestation;
  /** Signature of a verdict on the candidate with this tree, in base64: about 50 microseconds. */
  readonly sign: (candidate: Hash, verdict: Verdict) => string;
}

/**
 * Looks at what it will sign for, once. Runs in the oracle's process: the private key is nowhere else.
 *
 * @throws FulcrumError `FULCRUM_E_ORACLE_INVALID` when a file of the oracle is not what the task was frozen with, and
 *   what `openSigningKey` throws
 */
export function createSigner(
  order: SigningOrder,
  facts: { readonly taskDirectory: string; readonly subject: SubjectSource; readonly oracleSeed: string },
): Signer {
  const { oracle, audit } = order;
  checkFiles(oracle, facts.taskDirectory);
  const { key, publicKey } = openSigningKey(order.key);
  const environment = environmentFacts(facts.subject, order.version);
  const context = {
    task: order.task,
    oracle: sha256(oracleIdentity(oracle.files)),
    seedCommitment: sha256(facts.oracleSeed),
    environment: sha256(canonicalJson(environment)),
  };
  return {
    attestation: { scheme: VERDICT_SCHEME, publicKey, environment, oracle, audit },
    sign: (candidate, verdict) =>
      sign(null, Buffer.from(verdictStatement({ candidate, ...context }, verdict)), key).toString('base64'),
  };
}

/** A judge that was replaced while the run goes on, after a crash too, must be the one it started with. */
function checkFiles({ files }: OracleDigests, directory: string): void {
  for (const [name, hash] of files) {
    if (sha256(contentOf(resolve(directory, name))) === hash) continue;
    throw oracleFault('INVALID', 'A file of the oracle is not the one the run was started with', name);
  }
}

function contentOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw oracleFault('INVALID', 'A file of the oracle cannot be read any more', file, error);
  }
}

function sha256(bytes: string | Uint8Array): Hash {
  return createHash('sha256').update(bytes).digest('hex');
}
