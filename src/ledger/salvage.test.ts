import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { isFulcrumError } from '../kernel/errors.ts';
import { createRandom } from '../kernel/random.ts';
import { salvageLedger } from './salvage.ts';
import { LEDGER_FILE, readLedger } from './sqlite-ledger.ts';
import { temporaryFolder, writeExampleRun } from './testing/example-run.ts';
import { verifyLedger } from './verify.ts';

/** Hash of every entry, in order. */
function hashesOf(directory: string): readonly string[] {
  const ledger = readLedger(directory);
  const hashes = [...ledger.entries()].map(({ hash }) => hash);
  ledger.close();
  return hashes;
}

test.each(['event = 1', "event = '{'", "at = 'x'", "hash = x''"])(
  'what comes before %s is kept, the copy is sound',
  (change) => {
    const directory = temporaryFolder();
    writeExampleRun(directory, 3);
    const original = hashesOf(directory);
    const database = new DatabaseSync(join(directory, LEDGER_FILE));
    database.exec(`DROP TRIGGER events_are_immutable; UPDATE events SET ${change} WHERE sequence = 8`);
    database.close();
    const before = readFileSync(join(directory, LEDGER_FILE));
    const target = join(temporaryFolder(), 'saved');
    expect(salvageLedger(directory, target)).toBe(7);
    expect(verifyLedger(target)).toEqual({ sound: 7, blobs: 4, faults: [] });
    expect(hashesOf(target)).toEqual(original.slice(0, 7));
    expect(readFileSync(join(directory, LEDGER_FILE)).equals(before)).toBe(true);
  },
);

test('a blob with other bytes is left behind', () => {
  const directory = temporaryFolder();
  const entries = writeExampleRun(directory, 1);
  const database = new DatabaseSync(join(directory, LEDGER_FILE));
  database.exec("DROP TRIGGER blobs_are_immutable; INSERT INTO blobs VALUES (x'ab', x'00')");
  database.close();
  const target = temporaryFolder();
  expect(salvageLedger(directory, target)).toBe(entries);
  expect(verifyLedger(target)).toEqual({ sound: entries, blobs: 2, faults: [] });
});

test('nothing sound gives an empty ledger, and one with more than a batch comes over whole', () => {
  const directory = temporaryFolder();
  const entries = writeExampleRun(directory, 510);
  const whole = temporaryFolder();
  expect(salvageLedger(directory, whole)).toBe(entries);
  expect(verifyLedger(whole)).toEqual({ sound: entries, blobs: 511, faults: [] });
  const database = new DatabaseSync(join(directory, LEDGER_FILE));
  database.exec('DROP TRIGGER events_stay; DELETE FROM events WHERE sequence = 1');
  database.close();
  const target = temporaryFolder();
  expect(salvageLedger(directory, target)).toBe(0);
  expect(verifyLedger(target)).toEqual({ sound: 0, blobs: 511, faults: [] });
});

test('a run is never overwritten or mixed with another', () => {
  const directory = temporaryFolder();
  writeExampleRun(directory, 1);
  expect(() => salvageLedger(directory, directory)).toThrow('FULCRUM_E_SALVAGE_TARGET');
});

/** What is stored, entry by entry and blob by blob, as far as it can be read. */
function contentOf(directory: string): string {
  const database = new DatabaseSync(join(directory, LEDGER_FILE), { readOnly: true });
  onTestFinished(() => database.close());
  const columns = 'sequence, at, type, number, tree, event, observed, hex(previous), hex(hash), hex(replay)';
  return JSON.stringify([
    database.prepare(`SELECT ${columns} FROM events ORDER BY sequence`).all(),
    database.prepare('SELECT hex(hash), hex(bytes) FROM blobs ORDER BY hash').all(),
  ]);
}

test('whatever bytes of the file flip, nothing else is called sound, and the sound part can be saved', () => {
  const directory = temporaryFolder();
  writeExampleRun(directory, 12);
  const original = hashesOf(directory);
  const content = contentOf(directory);
  const file = readFileSync(join(directory, LEDGER_FILE));
  const random = createRandom('flips');
  let refused = 0;
  let found = 0;
  for (let round = 0; round < 60; round += 1) {
    const damaged = temporaryFolder();
    const bytes = Buffer.from(file);
    const flips = 1 + random.below(3);
    const offsets = Array.from({ length: flips }, () => random.below(round % 3 === 0 ? 200 : bytes.length));
    for (const offset of offsets) bytes[offset]! ^= 1 << random.below(8);
    writeFileSync(join(damaged, LEDGER_FILE), bytes);
    const what = `round ${round}, bytes ${offsets.join(' ')}`;
    try {
      const { sound, faults } = verifyLedger(damaged);
      if (faults.length === 0) {
        expect(contentOf(damaged), what).toBe(content);
        continue;
      }
      found += 1;
      const target = temporaryFolder();
      expect(salvageLedger(damaged, join(target, 'saved')), what).toBe(sound);
      expect(hashesOf(join(target, 'saved')), what).toEqual(original.slice(0, sound));
      expect(verifyLedger(join(target, 'saved')).sound, what).toBe(sound);
    } catch (error) {
      if (!isFulcrumError(error)) throw new Error(what, { cause: error });
      refused += 1;
    }
  }
  expect(found).toBeGreaterThan(10);
  expect(refused).toBeGreaterThan(0);
});

test('a copy keeps nothing open', () => {
  const directory = temporaryFolder();
  writeExampleRun(directory, 1);
  const target = temporaryFolder();
  salvageLedger(directory, target);
  // A closed ledger has taken its write-ahead log in: the file alone is the whole of it.
  const moved = temporaryFolder();
  copyFileSync(join(target, LEDGER_FILE), join(moved, LEDGER_FILE));
  expect(hashesOf(moved)).toEqual(hashesOf(directory));
});
