import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import { candidateWith } from '../kernel/testing/fixtures.ts';
import { GENESIS } from './chain.ts';
import { LEDGER_FILE, openLedger, readLedger } from './sqlite-ledger.ts';
import { exampleEvents, temporaryFolder, writeExampleRun } from './testing/example-run.ts';

function emptyLedger(directory = temporaryFolder()): Ledger {
  const ledger = openLedger(directory);
  onTestFinished(ledger.close);
  return ledger;
}

const entriesFor = (events: readonly RunEvent[]) =>
  events.map((event) => ({ event, observed: { worker: 1 } }));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const proposed = (number: number, tree: string): RunEvent => {
  return { type: 'candidate-proposed', candidate: candidateWith({ number, tree }) };
};

describe('entries', () => {
  test('come back as they were written, from any point on, after closing too', () => {
    const directory = temporaryFolder();
    const first = openLedger(directory);
    const events = exampleEvents(first, 2);
    const stored = first.append(entriesFor(events));
    expect(stored.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(stored.map(({ event }) => event)).toEqual(events);
    expect(stored[0]!.previous).toBe(GENESIS);
    expect(stored.slice(1).map(({ previous }) => previous)).toEqual(
      stored.slice(0, -1).map(({ hash }) => hash),
    );
    expect([...first.entries()]).toEqual(stored);
    first.close();

    const again = emptyLedger(directory);
    expect([...again.entries()]).toEqual(stored);
    expect([...again.entries(4)]).toEqual(stored.slice(3));
    expect([...again.entries(100)]).toEqual([]);
    expect(again.head()).toEqual({ sequence: 9, hash: stored[8]!.hash, replay: stored[8]!.replay });
    const [next] = again.append(entriesFor([{ type: 'seed-revealed', oracleSeed: 'x' }]));
    expect(next).toMatchObject({ sequence: 10, previous: stored[8]!.hash });
  });

  test('an empty ledger has no head', () => {
    expect(emptyLedger().head()).toBeNull();
    expect([...emptyLedger().entries()]).toEqual([]);
  });

  test('of one candidate are those about it, the baseline is number 0', () => {
    const ledger = emptyLedger();
    ledger.append(entriesFor(exampleEvents(ledger, 3)));
    const types = (number: number): readonly string[] =>
      ledger.entriesOf(number).map(({ event }) => event.type);
    expect(types(2)).toEqual(['candidate-proposed', 'candidate-judged', 'candidate-decided']);
    expect(types(0)).toEqual(['run-started', 'baseline-judged']);
    expect(types(4)).toEqual([]);
    expect(ledger.entriesOf(2).map(({ sequence }) => sequence)).toEqual([7, 8, 9]);
  });

  test('a tree leads to the first candidate that had it', () => {
    const ledger = emptyLedger();
    ledger.append(
      entriesFor([...exampleEvents(ledger, 1), proposed(2, 'ab'.repeat(32)), proposed(3, 'ab'.repeat(32))]),
    );
    expect(ledger.candidateWithTree('ab'.repeat(32))).toBe(2);
    expect(ledger.candidateWithTree(ledger.put(bytes('tree 0')))).toBe(0);
    expect(ledger.candidateWithTree('cd'.repeat(32))).toBeNull();
  });

  test('are written all or none', () => {
    const directory = temporaryFolder();
    const ledger = emptyLedger(directory);
    ledger.append(entriesFor(exampleEvents(ledger, 1)));
    const before = ledger.head();
    const hash = ledger.put(bytes('kept for the next'));
    const unfit = { event: proposed(8, 'ee'), observed: { milliseconds: Number.NaN } };
    expect(() => ledger.append([...entriesFor([proposed(7, 'dd')]), unfit])).toThrow(/milliseconds: NaN/);
    expect(ledger.head()).toEqual(before);
    expect(ledger.candidateWithTree('dd')).toBeNull();
    ledger.append(entriesFor([proposed(7, 'dd')]));
    const reader = readLedger(directory);
    onTestFinished(reader.close);
    expect(reader.head()?.sequence).toBe(before!.sequence + 1);
    expect(Buffer.from(reader.get(hash)).toString()).toBe('kept for the next');
  });

  test('that are staged are seen here at once and elsewhere after the commit', () => {
    const directory = temporaryFolder();
    const ledger = emptyLedger(directory);
    const reader = readLedger(directory);
    onTestFinished(reader.close);
    const hash = ledger.put(bytes('staged'));
    const [entry] = ledger.stage(entriesFor([proposed(1, 'ab')]));
    expect([...ledger.entries()]).toEqual([entry]);
    expect(ledger.candidateWithTree('ab')).toBe(1);
    expect(reader.head()).toBeNull();
    ledger.commit();
    expect([...reader.entries()]).toEqual([entry]);
    expect(Buffer.from(reader.get(hash)).toString()).toBe('staged');
    ledger.commit();
    expect(ledger.head()?.sequence).toBe(1);
  });
});

describe('blobs', () => {
  test('are named by their SHA-256 and come back, before and after they are durable', () => {
    const directory = temporaryFolder();
    const ledger = openLedger(directory);
    const contents = [bytes(''), bytes('x'), Uint8Array.of(0, 255, 0), new Uint8Array(100_000).fill(7)];
    const hashes = contents.map((content) => ledger.put(content));
    expect(hashes).toEqual(contents.map((content) => createHash('sha256').update(content).digest('hex')));
    expect(ledger.put(bytes('x'))).toBe(hashes[1]);
    const check = ({ get }: Ledger): void => {
      for (const [index, hash] of hashes.entries())
        expect(Buffer.compare(get(hash), contents[index]!)).toBe(0);
    };
    check(ledger);
    ledger.append([]);
    check(ledger);
    ledger.close();
    const reader = readLedger(directory);
    onTestFinished(reader.close);
    check(reader);
  });

  test('that were never put are an error with their name', () => {
    expect(() => emptyLedger().get('ab'.repeat(32))).toThrow(/FULCRUM_E_BLOB_MISSING.*blob abab/);
  });
});

describe('what was written stays', () => {
  test.each([
    "UPDATE events SET at = 'x' WHERE sequence = 1",
    'DELETE FROM events WHERE sequence = 1',
    "UPDATE blobs SET bytes = x'00'",
    'DELETE FROM blobs',
  ])('%s is refused', (statement) => {
    const directory = temporaryFolder();
    writeExampleRun(directory, 1);
    const database = new DatabaseSync(join(directory, LEDGER_FILE));
    onTestFinished(() => database.close());
    expect(() => database.exec(statement)).toThrow(/cannot be (changed|removed)/);
  });

  test('a reader cannot append', () => {
    const directory = temporaryFolder();
    writeExampleRun(directory, 1);
    const reader = readLedger(directory);
    onTestFinished(reader.close);
    expect(() => reader.append(entriesFor([proposed(9, 'ab')]))).toThrow('FULCRUM_E_LEDGER_UNWRITABLE');
  });
});

describe('what is no ledger', () => {
  test('a folder without a run', () => {
    expect(() => readLedger(temporaryFolder())).toThrow('FULCRUM_E_RUN_MISSING');
    const directory = temporaryFolder();
    writeFileSync(join(directory, LEDGER_FILE), '');
    expect(() => readLedger(directory)).toThrow('FULCRUM_E_RUN_MISSING');
  });

  test.each([readLedger, openLedger])('a file with other bytes, or of a later version (%o)', (open) => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, LEDGER_FILE), 'no database at all, but long enough to be looked at');
    expect(() => open(directory)).toThrow('FULCRUM_E_LEDGER_DAMAGED');
    const later = temporaryFolder();
    writeExampleRun(later, 0);
    const database = new DatabaseSync(join(later, LEDGER_FILE));
    database.exec('PRAGMA user_version = 2');
    database.close();
    expect(() => open(later)).toThrow(/FULCRUM_E_LEDGER_DAMAGED.*schema version 2, this Fulcrum reads 1/);
  });
});
