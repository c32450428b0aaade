import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { approvalsOf } from '../../guards/approval-answers.ts';
import { markShown, secondsShown } from './shown-change.ts';

const NOW = Date.parse('2026-11-20T20:00:00.000Z');

it('counts from the last showing of that change to that person, and takes a mark without a time for none', () => {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-shown-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const shown = { number: 3, who: 'Ada', diff: 'a'.repeat(64) };
  expect(secondsShown(directory, shown, NOW)).toBe(null);
  markShown(directory, shown, NOW - 9000);
  markShown(directory, shown, NOW - 2500);
  expect(secondsShown(directory, shown, NOW)).toBe(2.5);
  expect(secondsShown(directory, { ...shown, who: 'Grace' }, NOW)).toBe(null);
  expect(secondsShown(directory, { ...shown, diff: 'b'.repeat(64) }, NOW)).toBe(null);
  const [mark] = readdirSync(approvalsOf(directory));
  for (const broken of ['', ' \n', '0', '-5', 'soon']) {
    writeFileSync(join(approvalsOf(directory), mark!), broken);
    expect(secondsShown(directory, shown, NOW), JSON.stringify(broken)).toBe(null);
  }
});
