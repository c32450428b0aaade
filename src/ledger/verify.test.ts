import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { LEDGER_FILE, openLedger } from './sqlite-ledger.ts';
import { temporaryFolder, writeExampleRun } from './testing/example-run.ts';
import { verifyLedger } from './verify.ts';

const TRIGGERS = ['events_are_immutable', 'events_stay', 'blobs_are_immutable', 'blobs_stay'];

/** Changes a ledger as someone with the file would, and puts the triggers back as if nothing had been. */
function tamper(directory: string, change: string): void {
  const database = new DatabaseSync(join(directory, LEDGER_FILE));
  database.exec('PRAGMA synchronous = OFF');
  const schema = database.prepare('SELECT sql FROM sqlite_schema WHERE name = ?');
  const statements = TRIGGERS.map((name) => schema.get(name)!['sql'] as string);
  for (const name of TRIGGERS) database.exec(`DROP TRIGGER ${name}`);
  const { changes } = database.prepare(change).run();
  expect(changes, change).toBe(1);
  for (const statement of statements) database.exec(statement);
  database.close();
}

function exampleRun(candidates: number): { readonly directory: string; readonly entries: number } {
  const directory = temporaryFolder();
  return { directory, entries: writeExampleRun(directory, candidates) };
}

test('a ledger as it was written is sound', () => {
  const { directory, entries } = exampleRun(3);
  expect(verifyLedger(directory)).toEqual({ sound: entries, blobs: 4, faults: [] });
  const empty = temporaryFolder();
  openLedger(empty).close();
  expect(verifyLedger(empty)).toEqual({ sound: 0, blobs: 0, faults: [] });
});

describe('one change by someone with the file is found, in the entry where it is', () => {
  /** Expressions that turn any value of the column into another one. */
  const changes: { readonly [column: string]: readonly string[] } = {
    sequence: ['sequence + 1000', '-sequence'],
    at: ["at || 'x'", "'2026-01-01T00:00:00.000Z'"],
    type: ["'proposal-refused'", "''"],
    number: ['coalesce(number, 0) + 1', 'CASE WHEN number IS NULL THEN 1 END'],
    tree: [`CASE WHEN tree IS NULL THEN '${'0'.repeat(64)}' END`, "coalesce(tree, '') || '0'"],
    event: ["event || ' '", `replace(event, '"type"', '"typo"')`, "'null'", "'{'", "'[1e999]'", "''"],
    observed: ["'{}'", "replace(observed, ':', ': ')", "'null'", "'x'"],
    previous: ['zeroblob(31)', 'CAST(hex(previous) AS BLOB)', "x''"],
    hash: ['CAST(hex(hash) AS BLOB)', "x''"],
    replay: ['CAST(hex(replay) AS BLOB)', 'hash', "x''"],
  };
  const words: { readonly [column: string]: RegExp } = {
    sequence: /^is missing$/,
    at: /^was changed after it was written$/,
    type: /^has another type than its hash vouches for$/,
    number: /^has another number than its hash vouches for$/,
    tree: /^has another tree than its hash vouches for$/,
    event: /^was changed after it was written$|^has another event than|^cannot be read: /,
    observed: /^was changed after it was written$|^has another observed than|^cannot be read: /,
    previous: /^does not continue the entry before it$/,
    hash: /^was changed after it was written$/,
    replay: /^has a replay hash that does not follow$/,
  };
  const cases = Object.entries(changes).flatMap(([column, values]) =>
    values.map((value) => [column, value] as const),
  );

  test.each(cases)('%s = %s', (column, value) => {
    const original = exampleRun(1);
    for (let sequence = 1; sequence <= original.entries; sequence += 1) {
      const directory = temporaryFolder();
      copyFileSync(join(original.directory, LEDGER_FILE), join(directory, LEDGER_FILE));
      tamper(directory, `UPDATE events SET ${column} = ${value} WHERE sequence = ${sequence}`);
      const { sound, faults } = verifyLedger(directory);
      // A negative number moves its entry to the front, where the first is looked for.
      const found = value === '-sequence' ? 1 : sequence;
      expect(
        faults.map((fault) => fault.sequence),
        `entry ${sequence}`,
      ).toEqual([found]);
      expect(faults[0]!.what).toMatch(words[column]!);
      expect(sound).toBe(found - 1);
    }
  });

  test('an entry taken out of the middle', () => {
    const { directory } = exampleRun(2);
    tamper(directory, 'DELETE FROM events WHERE sequence = 5');
    expect(verifyLedger(directory)).toMatchObject({
      sound: 4,
      faults: [{ sequence: 5, what: 'is missing' }],
    });
  });
});

test('entries cut off the end leave a sound, shorter ledger: only the head noted before tells', () => {
  const { directory, entries } = exampleRun(2);
  const head = (): string => {
    const ledger = openLedger(directory);
    const { hash } = ledger.head()!;
    ledger.close();
    return hash;
  };
  const before = head();
  tamper(directory, `DELETE FROM events WHERE sequence = ${entries}`);
  expect(verifyLedger(directory)).toMatchObject({ sound: entries - 1, faults: [] });
  expect(head()).not.toBe(before);
});

describe('blobs', () => {
  test('with other bytes are named, and the chain stays sound', () => {
    const { directory, entries } = exampleRun(2);
    tamper(directory, "UPDATE blobs SET bytes = x'00' WHERE rowid = 2");
    const { sound, faults } = verifyLedger(directory);
    expect(sound).toBe(entries);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({
      sequence: null,
      what: expect.stringMatching(/^blob [0-9a-f]{64} holds other bytes$/) as string,
    });
  });

  test('with other names, or none, are missed by the entry that needs them', () => {
    const { directory, entries } = exampleRun(2);
    tamper(directory, 'DELETE FROM blobs WHERE rowid = 2');
    const { sound, faults } = verifyLedger(directory);
    const what = expect.stringMatching(/^names content [0-9a-f]{64} that is missing$/) as string;
    expect({ sound, faults }).toEqual({ sound: entries, faults: [{ sequence: 4, what }] });
  });
});

describe('the file itself', () => {
  test.each([
    ['a trigger taken away', 'DROP TRIGGER events_stay'],
    ['a trigger added', 'CREATE TRIGGER forge AFTER INSERT ON events BEGIN SELECT 1; END'],
    ['a table added', 'CREATE TABLE notes (text)'],
    ['an index taken away', 'DROP INDEX events_by_tree'],
  ])('%s is reported', (_, statement) => {
    const { directory, entries } = exampleRun(1);
    const database = new DatabaseSync(join(directory, LEDGER_FILE));
    database.exec(statement);
    database.close();
    const what = 'its tables or triggers are not those of a ledger';
    expect(verifyLedger(directory)).toEqual({ sound: entries, blobs: 2, faults: [{ sequence: null, what }] });
  });

  test('an index that leads astray is reported', () => {
    const { directory, entries } = exampleRun(3);
    tamper(directory, 'UPDATE events SET number = 99 WHERE sequence = 7');
    const database = new DatabaseSync(join(directory, LEDGER_FILE));
    database.enableDefensive(false);
    const { sql, rootpage } = database
      .prepare("SELECT sql, rootpage FROM sqlite_schema WHERE name = 'events_by_number'")
      .get() as { readonly sql: string; readonly rootpage: number };
    database.exec("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'events_by_number'");
    database.close();
    tamper(directory, 'UPDATE events SET number = 2 WHERE sequence = 7');
    const again = new DatabaseSync(join(directory, LEDGER_FILE));
    again.enableDefensive(false);
    again.exec('PRAGMA writable_schema = ON');
    again
      .prepare("INSERT INTO sqlite_schema VALUES ('index', 'events_by_number', 'events', ?, ?)")
      .run(rootpage, sql);
    again.close();
    const { sound, faults } = verifyLedger(directory);
    expect(sound).toBe(entries);
    expect(faults[0]).toMatchObject({
      sequence: null,
      what: expect.stringMatching(/^the file is damaged: .*index/) as string,
    });
  });

  test('where there is none is an error', () => {
    expect(() => verifyLedger(temporaryFolder())).toThrow('FULCRUM_E_RUN_MISSING');
  });
});
