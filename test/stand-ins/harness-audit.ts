import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { AuditReport } from '../../src/audit/audit-report.ts';
import { fulcrum } from './command-line.ts';

/** A folder with these files, gone when the test has ended. */
export function folderWith(files: { readonly [path: string]: string }): string {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-harness-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

/** An audit of a foreign harness, and the names of the attacks that came through. */
export async function audited(
  words: readonly string[],
  directory: string,
): Promise<{
  readonly report: AuditReport;
  readonly holes: readonly string[];
  readonly code: number | null;
}> {
  const { code, stdout, stderr } = await fulcrum(
    ['audit', '--json', '--mutants', '2', '--seconds', '4', ...words],
    directory,
  );
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as AuditReport;
  const holes = report.attacks.filter(({ isHole }) => isHole).map(({ name }) => name);
  return { report, holes, code };
}

/** A program that is right, for harnesses of Python. */
export const PROGRAM = `def squares(count):
    result = []
    for number in range(count):
        result.append(number * number)
    return result
`;

/** Milliseconds for the many sandboxes of an audit, on a machine with better things to do. */
export const PATIENTLY = 120_000;
