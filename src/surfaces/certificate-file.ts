import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certify } from '../acceptance/certificate/certificate.ts';
import type { Certificate } from '../kernel/certificate.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import type { Json } from '../kernel/json.ts';
import { readLedger } from '../ledger/sqlite-ledger.ts';

/** In the run directory. */
export const CERTIFICATE_FILE = 'certificate.json';

/** Writes a run's certificate beside its ledger; null before its baseline was judged. */
export function writeCertificate(directory: string): Certificate | null {
  const ledger = readLedger(directory);
  try {
    const certificate = certify(ledger.entries());
    if (certificate === null) return null;
    writeFileSync(join(directory, CERTIFICATE_FILE), `${JSON.stringify(certificate, null, 2)}\n`);
    return certificate;
  } finally {
    ledger.close();
  }
}

/** A certificate that was written, beside what the ledger says. */
export interface CheckedCertificate {
  /** The last entry it says it rests on. */
  readonly sequence: number;
  /** Path of the first field that is not what the entries come to; null where all are. */
  readonly difference: string | null;
}

/** Makes the certificate of a run directory again, from the entries it rests on; null where there is none. */
export function checkCertificate(directory: string, ledger: Ledger): CheckedCertificate | null {
  const text = readIfThere(join(directory, CERTIFICATE_FILE));
  if (text === null) return null;
  const written = parse(text);
  const sequence = sequenceOf(written);
  if (sequence === null) return { sequence: 0, difference: 'head.sequence' };
  const again = certify(upTo(ledger.entries(), sequence));
  return { sequence, difference: firstDifference(written, JSON.parse(JSON.stringify(again)) as Json, '') };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Null where it is no JSON: that is no certificate, whatever it was. */
function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

function sequenceOf(written: Json): number | null {
  const sequence = fieldOf(fieldOf(written, 'head'), 'sequence');
  return typeof sequence === 'number' ? sequence : null;
}

function fieldOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as { readonly [name: string]: Json })[name];
}

function* upTo(entries: Iterable<StoredEntry>, sequence: number): Generator<StoredEntry> {
  for (const entry of entries) {
    if (entry.sequence > sequence) return;
    yield entry;
  }
}

function firstDifference(left: Json | undefined, right: Json | undefined, path: string): string | null {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return left === right ? null : path;
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const name of names) {
    const inner = path === '' ? name : `${path}.${name}`;
    const difference = firstDifference(fieldOf(left, name), fieldOf(right, name), inner);
    if (difference !== null) return difference;
  }
  return Array.isArray(left) === Array.isArray(right) ? null : path;
}
