import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { Snapshot } from '../kernel/contracts/ledger.ts';
import type { Json } from '../kernel/json.ts';

/** An entry a snapshot rests on: its hash vouches for everything before it. */
export interface Anchor {
  readonly sequence: number;
  readonly hash: Hash;
}

const FOLDER = 'snapshots';
const PARTIAL = 'partial';
const NAME = /^(\d+)\.json$/;
/** One to start from, and one more in case the newest is damaged. */
const KEPT = 2;

/**
 * Writes a snapshot beside the ledger and removes older ones. It appears whole or not at all; after a power failure it
 * may be torn, which reading notices.
 */
export function writeSnapshot(directory: string, anchor: Anchor, body: Json): void {
  const folder = join(directory, FOLDER);
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify(body);
  const partial = join(folder, PARTIAL);
  writeFileSync(partial, `${sealOf(anchor, text)}\n${text}`);
  renameSync(partial, join(folder, `${anchor.sequence}.json`));
  for (const sequence of sequencesIn(folder).slice(KEPT)) rmSync(join(folder, `${sequence}.json`));
}

/** Snapshots whose bytes are as they were written for the entry of their number in this chain, newest first. */
export function* readSnapshots(
  directory: string,
  hashOf: (sequence: number) => Hash | null,
): Generator<Snapshot> {
  const folder = join(directory, FOLDER);
  for (const sequence of sequencesIn(folder)) {
    const hash = hashOf(sequence);
    const content = hash === null ? null : read(join(folder, `${sequence}.json`));
    if (hash === null || content === null) continue;
    const end = content.indexOf('\n');
    const text = content.slice(end + 1);
    if (content.slice(0, end) !== sealOf({ sequence, hash }, text)) continue;
    yield { sequence, body: JSON.parse(text) as Json };
  }
}

/** Binds a body to its entry: neither fits without the other. */
function sealOf({ sequence, hash }: Anchor, text: string): Hash {
  return createHash('sha256').update(`snapshot/${sequence}/${hash}/`).update(text).digest('hex');
}

function sequencesIn(folder: string): readonly number[] {
  return namesIn(folder)
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((left, right) => right - left);
}

function namesIn(folder: string): readonly string[] {
  return orNullWhenMissing(() => readdirSync(folder)) ?? [];
}

/** Null when the process that writes the run has just replaced it. */
function read(file: string): string | null {
  return orNullWhenMissing(() => readFileSync(file, 'utf8'));
}

function orNullWhenMissing<Result>(look: () => Result): Result | null {
  try {
    return look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
