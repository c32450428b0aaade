import { writeSync } from 'node:fs';
import type { LedgerEntry } from '../../kernel/contracts/ledger.ts';
import { lockRun } from '../run-lock.ts';
import { openLedger } from '../sqlite-ledger.ts';

/**
 * Locks a run, then appends refusals to it, four at a time, until there are `count` or it is killed; each four are
 * acknowledged on standard output by the last one's sequence number once they are durable.
 */
const [directory, count] = process.argv.slice(2) as [string, string];
const GROUP = 4;

lockRun(directory);
const ledger = openLedger(directory);
let sequence = ledger.head()?.sequence ?? 0;
while (sequence < Number(count)) {
  ledger.put(new TextEncoder().encode(`content ${sequence}`));
  const stored = ledger.append(Array.from({ length: GROUP }, (_, index) => refusal(sequence + index + 1)));
  sequence = stored.at(-1)!.sequence;
  writeSync(1, `${sequence}\n`);
}
ledger.close();
writeSync(1, 'done\n');
// Still holding the lock, until the other side lets go.
process.stdin.resume();

function refusal(number: number): LedgerEntry {
  return {
    event: {
      type: 'proposal-refused',
      number,
      kind: 'no-change',
      detail: '',
      parents: [],
      provenance: null,
      duplicateOf: null,
    },
    observed: { process: process.pid },
  };
}
