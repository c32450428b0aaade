import { createHash } from 'node:crypto';
import type { Artifact } from './define.ts';
import type { CollectedFile, ProgramRun } from './subject/collection.ts';

/** What a candidate that ran once has left. */
export interface CollectedArtifact {
  readonly run: ProgramRun;
  readonly files: readonly CollectedFile[];
  /** SHA-256 over the paths and contents of all files. */
  readonly digest: string;
}

/** One check's view of an artifact, and what it made of it. */
export interface PresentedArtifact {
  readonly artifact: Artifact;
  /** What the candidate said of itself and the check asked for, in order. */
  readonly claims: () => readonly string[];
}

export function collectedArtifact(run: ProgramRun, files: readonly CollectedFile[]): CollectedArtifact {
  const digest = createHash('sha256');
  for (const { path, bytes } of files)
    digest.update(`${path}\0${createHash('sha256').update(bytes).digest('hex')}\n`);
  return { run, files, digest: digest.digest('hex') };
}

/** Shows an artifact to one check; bytes are copies, so that no check can change what the next one reads. */
export function presentArtifact({ run, files }: CollectedArtifact): PresentedArtifact {
  const byPath = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const claims: string[] = [];
  const bytesAt = (path: string): Uint8Array | null => {
    const bytes = byPath.get(path);
    return bytes === undefined ? null : new Uint8Array(bytes);
  };
  return {
    claims: () => claims,
    artifact: {
      exitCode: run.exitCode,
      files: files.map(({ path, bytes }) => ({ path, size: bytes.length })),
      bytes: bytesAt,
      text: (path) => {
        const bytes = bytesAt(path);
        return bytes === null ? null : new TextDecoder().decode(bytes);
      },
      claimed: (metric) => {
        const value = printedNumber(run.stdout, metric);
        claims.push(`claimed ${JSON.stringify(metric)} ${value}`);
        return value;
      },
    },
  };
}

/** The number on the last line `metric: 1.5` or `metric=1.5`; null when there is no such line or it is not finite. */
function printedNumber(printed: string, metric: string): number | null {
  for (const line of printed.split('\n').toReversed()) {
    if (!line.startsWith(metric)) continue;
    const value = /^\s*[:=]\s*(\S+)\s*$/.exec(line.slice(metric.length))?.[1];
    if (value === undefined) continue;
    const number = Number(value);
    return Number.isFinite(number) ? number : null;
  }
  return null;
}
