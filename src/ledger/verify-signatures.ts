import type { KeyObject } from 'node:crypto';
import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Attestation, VerdictContext } from '../kernel/attestation.ts';
import { taskIdentity, VERDICT_SCHEME, verdictStatement } from '../kernel/attestation.ts';
import type { Hash } from '../kernel/candidate.ts';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { JsonObject } from '../kernel/json.ts';
import { canonicalJson } from '../kernel/json.ts';
import { verdictsIn } from '../kernel/signed-verdicts.ts';
import type { Verdict } from '../kernel/verdict.ts';
import { attestationBeside, keyFingerprint, oracleDigest } from './attestation.ts';

/**
 * What can be wrong with a signature. `MISSING`: a verdict has none. `INVALID`: it is not one of this verdict. `KEY`: the
 * run names another key than it started with, or than the one that is demanded. `HEADER`: what the run says it signs for
 * does not fit together.
 */
export type SignatureCode = `FULCRUM_E_SIGNATURE_${'MISSING' | 'INVALID' | 'KEY' | 'HEADER'}`;

export interface SignatureFault {
  readonly sequence: number;
  readonly code: SignatureCode;
  readonly what: string;
}

export interface SignatureVerification {
  /** Of the key the run started with; null for a run that names none. */
  readonly fingerprint: Hash | null;
  /** Verdicts whose signature holds. */
  readonly signed: number;
  /** Verdicts of a run that names no key. */
  readonly unsigned: number;
  readonly faults: readonly SignatureFault[];
}

/** What every verdict after the first entry is signed for. */
interface Header {
  readonly key: KeyObject;
  readonly publicKey: string;
  readonly context: Omit<VerdictContext, 'candidate' | 'environment'>;
}

/**
 * Checks the signature of every verdict, from the entries alone: that the key is the one the run started with, that task,
 * oracle and seed commitment are those of its first entry, and that candidate and verdict are as recorded. That the
 * entries themselves are as written is for `verifyLedger` to say; these hold when a whole chain was made anew.
 *
 * @param demanded fingerprint of the only key that is believed; null believes the one the run names
 */
export function verifySignatures(
  entries: Iterable<StoredEntry>,
  demanded: Hash | null = null,
): SignatureVerification {
  const faults: SignatureFault[] = [];
  const trees = new Map<number, Hash>();
  let fingerprint: Hash | null = null;
  let header: Header | null = null;
  /** False for a run that never spoke of signatures: none of its verdicts has to have one. */
  let named = false;
  let environment = '';
  let signed = 0;
  let unsigned = 0;

  for (const entry of entries) {
    const { event, sequence } = entry;
    const fault: Fault = (code, what) => void faults.push({ sequence, code, what });
    if (event.type === 'run-started' || event.type === 'run-resumed') {
      const attestation = attestationBeside(entry);
      if (event.type === 'run-started') {
        if (sequence !== 1) fault('FULCRUM_E_SIGNATURE_HEADER', 'the run starts a second time');
        named = attestation !== null;
        header = attestation === null ? null : headerOf(attestation, event, fault);
        fingerprint = header === null ? null : keyFingerprint(header.publicKey);
        if (demanded !== null && fingerprint !== demanded) fault(...wrongKey(fingerprint));
      } else if (named && attestation?.publicKey !== header?.publicKey) {
        fault('FULCRUM_E_SIGNATURE_KEY', 'the run goes on under another key than it started with');
      }
      environment = sha256(canonicalJson(attestation?.environment ?? null));
    }
    noteTree(trees, event);
    if (event.type === 'candidate-measured' && trees.get(event.candidate.number) !== event.candidate.tree)
      fault('FULCRUM_E_SIGNATURE_INVALID', `candidate ${event.candidate.number} is measured as another tree`);
    for (const { judged, tree = trees.get(judged), verdict, signature } of verdictsIn(entry)) {
      if (!named) unsigned += 1;
      else if (signature === null) fault('FULCRUM_E_SIGNATURE_MISSING', 'a verdict has no signature');
      else if (header !== null && holds(header, environment, tree, verdict, signature)) signed += 1;
      else fault('FULCRUM_E_SIGNATURE_INVALID', `the signature of the verdict on candidate ${judged} fails`);
    }
  }
  return { fingerprint, signed, unsigned, faults };
}

type Fault = (code: SignatureCode, what: string) => void;

function wrongKey(fingerprint: Hash | null): Parameters<Fault> {
  const whose = fingerprint === null ? 'the run names no key' : `the run names the key ${fingerprint}`;
  return ['FULCRUM_E_SIGNATURE_KEY', `${whose}, not the one that is demanded`];
}

function headerOf(
  attestation: Attestation,
  event: Extract<RunEvent, { type: 'run-started' }>,
  fault: Fault,
): Header | null {
  const unfit = (what: string): null => {
    fault('FULCRUM_E_SIGNATURE_HEADER', what);
    return null;
  };
  if (!isReadable(attestation)) return unfit(`what it says of its signatures is not of ${VERDICT_SCHEME}`);
  const { publicKey, oracle } = attestation;
  const key = readKey(publicKey);
  if (key === null) return unfit('the key it names is no Ed25519 key');
  if (sha256(taskIdentity(event.task, event.baseline.tree, oracle)) !== event.taskHash)
    unfit('the hash of the task does not follow from the task and its oracle');
  const { taskHash: task, oracleSeedCommitment: seedCommitment } = event;
  return { key, publicKey, context: { task, oracle: oracleDigest(oracle), seedCommitment } };
}

/** It may be forged: nothing but what is used below is relied on. */
function isReadable(attestation: Attestation): boolean {
  const { scheme, publicKey, oracle } = attestation as unknown as JsonObject;
  const isRecord = typeof oracle === 'object' && oracle !== null && 'files' in oracle && 'audit' in oracle;
  return scheme === VERDICT_SCHEME && typeof publicKey === 'string' && isRecord;
}

function readKey(publicKey: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    // Not a key at all: the caller says so.
    return null;
  }
}

function noteTree(trees: Map<number, Hash>, event: RunEvent): void {
  if (event.type === 'run-started') trees.set(0, event.baseline.tree);
  // As the fold of the run takes them: what is judged next is the tree that was named last.
  if (event.type === 'candidate-proposed' || event.type === 'candidate-reopened')
    trees.set(event.candidate.number, event.candidate.tree);
}

function holds(
  { key, context }: Header,
  environment: Hash,
  candidate: Hash | undefined,
  verdict: Verdict,
  signature: string,
): boolean {
  if (candidate === undefined) return false;
  const statement = verdictStatement({ ...context, candidate, environment }, verdict);
  return verify(null, Buffer.from(statement), key, Buffer.from(signature, 'base64'));
}

function sha256(text: string): Hash {
  return createHash('sha256').update(text).digest('hex');
}
