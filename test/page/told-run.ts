import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SmallRun } from '../../src/surfaces/view/testing/small-run.ts';
import { smallRun } from '../../src/surfaces/view/testing/small-run.ts';

/** A run in a task's folder, and that folder. */
export interface ToldRun extends SmallRun {
  readonly task: string;
}

/**
 * A run with something for every view: keeps, a discard, a refusal, a crash, an attempt to cheat, what an agent did, and
 * last, candidate 7, a keep that waits for a person.
 *
 * @param text what candidates and proposers may choose, where there is a choice; the same everywhere
 */
export function toldRun(text: (ordinary: string) => string = (ordinary) => ordinary): ToldRun {
  const task = mkdtempSync(join(tmpdir(), 'fulcrum-page-'));
  const run = smallRun(join(task, '.fulcrum', 'main'), text);
  onTestFinished(() => {
    run.ledger.close();
    rmSync(task, { recursive: true });
  });
  run.decide(1, 4.5, text('one\n2\nthree\n'), 'keep');
  run.decide(2, 6, 'one\n');
  run.decide(3, 4, text('one\n2\n3\n'), 'keep');
  run.append({
    type: 'proposal-refused',
    number: 4,
    kind: 'protected-path',
    detail: text('oracle.ts may not be changed'),
    parents: [3],
    provenance: { proposer: 'mutation', operator: 'jitter', summary: text('changes the oracle') },
    duplicateOf: null,
  });
  run.fail(5, 'crash', text('boom\n'), text('RangeError: no bin is left'));
  run.fail(6, 'refused', text('0 / 0\n'), text('its answer is not plain data'));
  run.judge(7, 3.5, text('one\n2\n3 4\n'));
  run.append({
    type: 'approval-requested',
    number: 7,
    against: 3,
    diff: 'd'.repeat(64),
    decision: { kind: 'keep', rule: 'exact', reason: text('better on fresh questions'), comparisons: [] },
  });
  mkdirSync(join(run.directory, 'agents'));
  writeFileSync(
    join(run.directory, 'agents', '3.jsonl'),
    `${JSON.stringify({ kind: 'message', text: text('I read the rule and changed a bound.') })}\n`,
  );
  return { ...run, task };
}
