import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FulcrumError } from '../kernel/errors.ts';

/** Where the key that signs verdicts lies. */
export interface KeyPlace {
  /** Absolute; PKCS #8 in PEM. */
  readonly file: string;
  /** Make one when there is none: only where nobody named a file. */
  readonly create: boolean;
}

export interface SigningKey {
  readonly key: KeyObject;
  /** SubjectPublicKeyInfo in DER and base64. */
  readonly publicKey: string;
}

/** Bits that let anyone but the owner at the file. */
const OTHERS = 0o077;

/**
 * Reads the installation's Ed25519 key (RFC 8032), making it at first use.
 *
 * @throws FulcrumError `FULCRUM_E_ORACLE_KEY_MISSING`, `_EXPOSED` when others could read it, `_INVALID` when it is no
 *   Ed25519 key, `_UNWRITABLE` when none can be made
 */
export function openSigningKey({ file, create }: KeyPlace): SigningKey {
  if (create && !exists(file)) makeKey(file);
  const key = parse(file, read(file));
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  return { key, publicKey };
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** Whole or not at all: of several processes that make one at the same time, all end up with the first. */
function makeKey(file: string): void {
  const partial = `${file}.${process.pid}`;
  const { privateKey } = generateKeyPairSync('ed25519');
  const text = privateKey.export({ type: 'pkcs8', format: 'pem' });
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(partial, text, { mode: 0o600, flush: true });
    linkFirst(partial, file);
    rmSync(partial);
  } catch (cause) {
    throw keyFault('UNWRITABLE', `the key that signs verdicts cannot be made: ${textOf(cause)}`, file, cause);
  }
}

/** Gives a file its name unless another has it already. */
function linkFirst(partial: string, file: string): void {
  try {
    linkSync(partial, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function read(file: string): string {
  try {
    if ((statSync(file).mode & OTHERS) !== 0)
      throw keyFault('EXPOSED', 'others than its owner can read or change the key that signs verdicts', file);
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof FulcrumError) throw cause;
    throw keyFault('MISSING', `the key that signs verdicts cannot be read: ${textOf(cause)}`, file, cause);
  }
}

function parse(file: string, text: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch (cause) {
    throw keyFault('INVALID', 'the file holds no private key in PEM', file, cause);
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw keyFault('INVALID', `the key is of type ${key.asymmetricKeyType ?? 'none'}, not Ed25519`, file);
}

const MEND = {
  MISSING: 'Restore it, or name another with FULCRUM_ORACLE_KEY',
  EXPOSED: 'Take the rights of others away with `chmod 600`; make a new key if somebody may have read it',
  INVALID: 'Name a key made with `openssl genpkey -algorithm ed25519`, or unset FULCRUM_ORACLE_KEY',
  UNWRITABLE: 'Give write access to its folder, or name a key with FULCRUM_ORACLE_KEY',
} as const;

function keyFault(kind: keyof typeof MEND, what: string, where: string, cause?: unknown): FulcrumError {
  return new FulcrumError({
    code: `FULCRUM_E_ORACLE_KEY_${kind}`,
    domain: 'usage',
    what,
    where,
    mend: MEND[kind],
    cause,
  });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
