import { rmSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { smallRun } from '../view/testing/small-run.ts';
import { markdownReport } from './markdown.ts';
import { readExport } from './read-export.ts';

it('names a file that was rewritten as a whole rather than compare it line by line', () => {
  const run = smallRun();
  onTestFinished(() => {
    run.ledger.close();
    rmSync(run.directory, { recursive: true });
  });
  run.decide(1, 4, Array.from({ length: 5000 }, (_, line) => `line ${line}\n`).join(''), 'keep');
  const exported = readExport(run.ledger, null, { taskFile: 'fulcrum.yaml', environment: {} });
  expect(exported.change).toBe('Files a/priority.ts and b/priority.ts differ too much to be shown\n');
  expect(markdownReport(exported)).toContain('differ too much to be shown');
});
