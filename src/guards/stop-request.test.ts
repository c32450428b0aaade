import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clearStopRequest, isStopRequested, requestStop } from './stop-request.ts';

test('a stop is asked for, seen, asked for again and taken back', () => {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-stop-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  expect(isStopRequested(directory)).toBe(false);
  clearStopRequest(directory);
  requestStop(directory);
  requestStop(directory);
  expect(isStopRequested(directory)).toBe(true);
  clearStopRequest(directory);
  expect(isStopRequested(directory)).toBe(false);
});
