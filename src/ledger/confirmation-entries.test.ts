import { expect, test } from 'vitest';
import type { RunEvent } from '../kernel/event.ts';
import { verdictWith } from '../kernel/testing/fixtures.ts';
import { collectGarbage } from './collect-garbage.ts';
import { openLedger } from './sqlite-ledger.ts';
import { exampleEvents, temporaryFolder } from './testing/example-run.ts';
import { verifyLedger } from './verify.ts';

/** A run that ended with its winner judged without one step. */
function confirmedRun(directory: string): string {
  const ledger = openLedger(directory);
  const tree = ledger.put(new TextEncoder().encode('the winner without a step'));
  const events: readonly RunEvent[] = [
    ...exampleEvents(ledger, 3),
    { type: 'confirmation-judged', number: 3, role: 'ablated', step: 1, tree, verdict: verdictWith({}) },
  ];
  ledger.append(events.map((event) => ({ event, observed: {} })));
  ledger.close();
  return tree;
}

test('a winner without a step is no candidate: the same change may still be proposed', () => {
  const directory = temporaryFolder();
  const tree = confirmedRun(directory);
  const ledger = openLedger(directory);
  expect(ledger.candidateWithTree(tree)).toBeNull();
  expect(ledger.entriesOf(3).map(({ event }) => event.type)).toContain('confirmation-judged');
  ledger.close();
});

test('its content stays when what nothing refers to goes, and is missed when it is gone', () => {
  const directory = temporaryFolder();
  const tree = confirmedRun(directory);
  collectGarbage(directory, (_, hash, mark) => void mark(hash));
  expect(verifyLedger(directory).faults).toEqual([]);
  collectGarbage(directory, (_, hash, mark) => void (hash === tree || mark(hash)));
  expect(verifyLedger(directory).faults).toMatchObject([{ what: `names content ${tree} that is missing` }]);
});

test('confirmations are in the chain and not in what a run comes to again', () => {
  const directory = temporaryFolder();
  confirmedRun(directory);
  const ledger = openLedger(directory);
  const [before, last] = [...ledger.entries()].slice(-2);
  expect(last!.replay).toBe(before!.replay);
  expect(last!.hash).not.toBe(before!.hash);
  ledger.close();
});
