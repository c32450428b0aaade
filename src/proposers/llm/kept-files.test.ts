import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { keptFiles } from './kept-files.ts';

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'fulcrum-kept-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

it('gives back what was put, by its SHA-256, and holds it once', () => {
  const run = directory();
  const digest = keptFiles(run).put('wörds');
  expect(digest).toBe(createHash('sha256').update('wörds').digest('hex'));
  expect(keptFiles(run).put('wörds')).toBe(digest);
  expect(keptFiles(run).get(digest)).toBe('wörds');
  expect(readdirSync(join(run, 'kept'))).toEqual([digest]);
});

it('does not give out another text than the ledger names', () => {
  const run = directory();
  const kept = keptFiles(run);
  const digest = kept.put('words');
  writeFileSync(join(run, 'kept', digest), 'other words');
  expect(() => kept.get(digest)).toThrow(/FULCRUM_E_KEPT_FILE.*not what its name says/);
  expect(() => kept.get('0'.repeat(64))).toThrow(/FULCRUM_E_KEPT_FILE.*missing/);
});
