import { expect, onTestFinished, test } from 'vitest';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import { createRandom } from '../kernel/random.ts';
import { emptyChain, link } from './chain.ts';
import { openLedger, readLedger } from './sqlite-ledger.ts';
import { temporaryFolder } from './testing/example-run.ts';
import { startWriter } from './testing/start-writer.ts';
import { verifyLedger } from './verify.ts';

function expectPrefix(entries: readonly StoredEntry[]): void {
  let head = emptyChain;
  for (const entry of entries) {
    const expected = link(head, entry, entry.at);
    if (entry.hash !== expected.hash || entry.replay !== expected.replay)
      throw new Error(`entry ${entry.sequence} does not follow`);
    head = expected;
  }
}

test('whoever reads while another process writes sees a sound beginning that only grows', async () => {
  const directory = temporaryFolder();
  const writer = startWriter(directory, 2000);
  await writer.until((line) => line === '4');
  const reader = readLedger(directory);
  onTestFinished(reader.close);
  const lengths: number[] = [];
  while (lengths.at(-1) !== 2000) {
    const entries = [...reader.entries()];
    expectPrefix(entries);
    lengths.push(entries.length);
    expect(reader.head()!.sequence).toBeGreaterThanOrEqual(entries.length);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  // What was written together appears together.
  expect(lengths.filter((length) => length % 4 !== 0)).toEqual([]);
  expect(lengths).toEqual(lengths.toSorted((left, right) => left - right));
  expect(new Set(lengths).size).toBeGreaterThan(3);
  await writer.until((line) => line === 'done');
});

test(
  'kill -9 at any point loses nothing acknowledged, and the next writer goes on',
  { timeout: 60_000 },
  async () => {
    const directory = temporaryFolder();
    const random = createRandom('kill');
    let acknowledged = 0;
    for (let round = 0; round < 30; round += 1) {
      const writer = startWriter(directory, 1e9);
      // A third of them before the first entry: while it starts, locks and opens.
      if (round % 3 > 0) await writer.until((line) => Number(line) > acknowledged);
      await new Promise((resolve) => setTimeout(resolve, random.below(round % 3 > 0 ? 25 : 120)));
      acknowledged = Math.max(acknowledged, await writer.kill());
      if (acknowledged === 0) continue;
      const { sound, faults } = verifyLedger(directory);
      expect(faults, `round ${round}`).toEqual([]);
      expect(sound, `round ${round}`).toBeGreaterThanOrEqual(acknowledged);
    }
    expect(acknowledged).toBeGreaterThan(30);
    const ledger = openLedger(directory);
    onTestFinished(ledger.close);
    const last = ledger.head()!;
    const [next] = ledger.append([{ event: { type: 'seed-revealed', oracleSeed: 'x' }, observed: {} }]);
    expect(next).toMatchObject({ sequence: last.sequence + 1, previous: last.hash });
  },
);
