import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Ledger } from '../../kernel/contracts/ledger.ts';
import type { RunEvent } from '../../kernel/event.ts';
import { SCREENING_INPUTS } from '../../kernel/run-state.ts';
import {
  candidateWith,
  checkWith,
  decisionWith,
  STAMP,
  taskWith,
  verdictWith,
} from '../../kernel/testing/fixtures.ts';
import { openLedger } from '../sqlite-ledger.ts';

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-ledger-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const SCREENED = verdictWith({
  inputs: SCREENING_INPUTS,
  checks: [checkWith({ metrics: { cost: 0.1 }, evidence: 'é\n"' })],
});

/** A run of some candidates, each proposed, judged and decided. Trees are put into the ledger first. */
export function exampleEvents(ledger: Pick<Ledger, 'put'>, candidates: number): readonly RunEvent[] {
  const tree = (number: number): string => ledger.put(new TextEncoder().encode(`tree ${number}`));
  const events: RunEvent[] = [
    {
      type: 'run-started',
      format: 1,
      version: '0.1.0',
      task: taskWith({}),
      taskHash: 'aa'.repeat(32),
      baseline: candidateWith({ number: 0, tree: tree(0) }),
      oracleSeedCommitment: 'bb'.repeat(32),
    },
    { type: 'sandbox-proved', sandbox: STAMP, probes: [{ name: 'network', detail: 'refused' }] },
    { type: 'baseline-judged', screened: SCREENED, fresh: SCREENED },
  ];
  for (let number = 1; number <= candidates; number += 1) {
    events.push(
      { type: 'candidate-proposed', candidate: candidateWith({ number, tree: tree(number) }) },
      { type: 'candidate-judged', number, judged: number, verdict: SCREENED },
      { type: 'candidate-decided', number, decision: decisionWith('discard') },
    );
  }
  return events;
}

/** Writes such a run into a folder, one entry a second from a fixed start, and returns how many entries it has. */
export function writeExampleRun(directory: string, candidates: number): number {
  let second = 0;
  const ledger = openLedger(directory, () => new Date((second += 1) * 1000).toISOString());
  const events = exampleEvents(ledger, candidates);
  ledger.append(events.map((event, index) => ({ event, observed: { elapsedMilliseconds: index } })));
  ledger.close();
  return events.length;
}
