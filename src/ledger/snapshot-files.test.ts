import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../kernel/contracts/ledger.ts';
import { openLedger, readLedger } from './sqlite-ledger.ts';
import { exampleEvents, temporaryFolder, writeExampleRun } from './testing/example-run.ts';

function snapshotsOf(directory: string): readonly Snapshot[] {
  const ledger = readLedger(directory);
  const snapshots = [...ledger.snapshots()];
  ledger.close();
  return snapshots;
}

/** A run with snapshots after its last entry and after each of so many more. */
function runWithSnapshots(more: number): { readonly directory: string; readonly last: number } {
  const directory = temporaryFolder();
  let last = writeExampleRun(directory, 3);
  const ledger = openLedger(directory);
  ledger.keepSnapshot({ at: last });
  for (let count = 0; count < more; count += 1) {
    ledger.append([{ event: { type: 'oracle-proved', probes: [] }, observed: {} }]);
    last += 1;
    ledger.keepSnapshot({ at: last });
  }
  ledger.close();
  return { directory, last };
}

describe('snapshots', () => {
  it('come back as they were kept, the newest first, the last two alone', () => {
    const { directory, last } = runWithSnapshots(3);
    expect(snapshotsOf(directory)).toEqual([
      { sequence: last, body: { at: last } },
      { sequence: last - 1, body: { at: last - 1 } },
    ]);
    expect(readdirSync(join(directory, 'snapshots'))).toHaveLength(2);
  });

  it('are none where there never was one', () => {
    const directory = temporaryFolder();
    writeExampleRun(directory, 1);
    expect(snapshotsOf(directory)).toEqual([]);
  });

  it('count for nothing with any byte changed, cut short, or lost', () => {
    const { directory, last } = runWithSnapshots(1);
    const file = join(directory, 'snapshots', `${last}.json`);
    const whole = readFileSync(file);
    const older = [{ sequence: last - 1, body: { at: last - 1 } }];
    for (let index = 0; index < whole.length; index += 1) {
      const damaged = Buffer.from(whole);
      damaged[index] = damaged[index]! ^ 1;
      writeFileSync(file, damaged);
      expect(snapshotsOf(directory)).toEqual(older);
      writeFileSync(file, whole.subarray(0, index));
      expect(snapshotsOf(directory)).toEqual(older);
    }
    rmSync(file);
    expect(snapshotsOf(directory)).toEqual(older);
  });

  it('count for nothing in another chain, or under the name of another entry', () => {
    const { directory, last } = runWithSnapshots(1);
    const other = temporaryFolder();
    const ledger = openLedger(other);
    const events = exampleEvents(ledger, 20);
    ledger.append(events.map((event) => ({ event, observed: { elapsedMilliseconds: 7 } })));
    ledger.close();
    cpSync(join(directory, 'snapshots'), join(other, 'snapshots'), { recursive: true });
    expect(snapshotsOf(other)).toEqual([]);
    const folder = join(directory, 'snapshots');
    writeFileSync(join(folder, `${last - 1}.json`), readFileSync(join(folder, `${last}.json`)));
    expect(snapshotsOf(directory)).toEqual([{ sequence: last, body: { at: last } }]);
  });

  it('leave no half-written file to be read', () => {
    const { directory, last } = runWithSnapshots(0);
    writeFileSync(join(directory, 'snapshots', 'partial'), 'half');
    expect(snapshotsOf(directory)).toHaveLength(1);
    const ledger = openLedger(directory);
    ledger.append([{ event: { type: 'oracle-proved', probes: [] }, observed: {} }]);
    ledger.keepSnapshot('next');
    ledger.close();
    expect(existsSync(join(directory, 'snapshots', 'partial'))).toBe(false);
    expect(snapshotsOf(directory).map(({ sequence }) => sequence)).toEqual([last + 1, last]);
  });
});
