import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Loss } from './ladder.ts';

/** An answer that was given: for these inputs, to this tree, in this reading of a slice. */
export interface GivenAnswer {
  readonly released: number | null;
  /** It is one of those that the budget counts, where not every reading is. */
  readonly spent: boolean;
  /** What later ones are compared with; null where it is not the best so far. */
  readonly best: Loss | null;
}

/** One that stands in the record. */
export interface KeptAnswer extends GivenAnswer {
  /** Of the reading it was given in. */
  readonly position: number;
}

/** What became of the wish to read a slice. */
export type Entrance =
  | { readonly kind: 'open'; readonly position: number }
  | { readonly kind: 'exhausted'; readonly reads: number };

/**
 * What an oracle has answered of its counted held-out slices, kept by the oracle itself, for all its processes and across
 * restarts. A reading is written down before its questions are asked.
 */
export interface ReadingRecord {
  /** Opens a reading, or finds it open: `position` counts from 1 within the slice. */
  readonly enter: (slice: string, reading: string, limit: number | null) => Entrance;
  readonly readings: (slice: string) => number;
  /** Answers of the slice that were spent, in readings before this position; without one, in all. */
  readonly spent: (slice: string, before?: number) => number;
  /** What this tree was answered in this reading; without a reading, in the first that it was in. */
  readonly answerTo: (slice: string, tree: string, reading: string | null) => KeptAnswer | null;
  /** The best of all readings before this position. */
  readonly bestBefore: (slice: string, position: number) => Loss | null;
  /** A tree that was answered and is none of these two; null where there is none. */
  readonly treeBeside: (slice: string, one: string, other: string) => string | null;
  /** The first answer stands: an oracle that is asked again gives it again. */
  readonly keep: (
    slice: string,
    position: number,
    reading: string,
    tree: string,
    answer: GivenAnswer,
  ) => KeptAnswer;
  readonly close: () => void;
}

interface AnswerRow {
  readonly position: number;
  readonly released: number | null;
  readonly spent: number;
  readonly best: number | null;
  readonly items: string | null;
}

/** Opens the record in this file, or begins it. Several processes may have it open. */
export function openReadingRecord(file: string): ReadingRecord {
  // It holds what no candidate's maker may read.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: 10_000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(`
    CREATE TABLE IF NOT EXISTS readings (
      slice TEXT NOT NULL, position INTEGER NOT NULL, reading TEXT NOT NULL,
      PRIMARY KEY (slice, position), UNIQUE (slice, reading)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS answers (
      slice TEXT NOT NULL, position INTEGER NOT NULL, reading TEXT NOT NULL, tree TEXT NOT NULL,
      released REAL, spent INTEGER NOT NULL, best REAL, items TEXT,
      PRIMARY KEY (slice, reading, tree)
    ) STRICT;
  `);
  const atOnce = <Value>(work: () => Value): Value => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const value = work();
      database.exec('COMMIT');
      return value;
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  };
  const numberIn = (sql: string, ...values: readonly (string | number)[]): number | null => {
    const row = database.prepare(sql).get(...values) as { readonly value: number | null } | undefined;
    return row?.value ?? null;
  };
  const readings = (slice: string): number =>
    numberIn('SELECT max(position) AS value FROM readings WHERE slice = ?', slice) ?? 0;
  const spent = (slice: string, before = Number.MAX_SAFE_INTEGER): number =>
    numberIn('SELECT sum(spent) AS value FROM answers WHERE slice = ? AND position < ?', slice, before) ?? 0;
  const answerTo = (slice: string, tree: string, reading: string | null): KeptAnswer | null => {
    const row = database
      .prepare(
        `SELECT position, released, spent, best, items FROM answers
         WHERE slice = ? AND tree = ? AND (reading = ? OR ? IS NULL) ORDER BY position LIMIT 1`,
      )
      .get(slice, tree, reading, reading) as AnswerRow | undefined;
    if (row === undefined) return null;
    const { position, released } = row;
    return { position, released, spent: row.spent === 1, best: lossOf(row) };
  };

  return {
    enter: (slice, reading, limit) =>
      atOnce((): Entrance => {
        const known = numberIn(
          'SELECT position AS value FROM readings WHERE slice = ? AND reading = ?',
          slice,
          reading,
        );
        if (known !== null) return { kind: 'open', position: known };
        const reads = readings(slice);
        if (limit !== null && reads >= limit) return { kind: 'exhausted', reads };
        database.prepare('INSERT INTO readings VALUES (?, ?, ?)').run(slice, reads + 1, reading);
        return { kind: 'open', position: reads + 1 };
      }),
    readings,
    spent,
    answerTo,
    bestBefore: (slice, position) => {
      const row = database
        .prepare(
          `SELECT best, items FROM answers WHERE slice = ? AND position < ? AND best IS NOT NULL
           ORDER BY best, position, tree LIMIT 1`,
        )
        .get(slice, position) as Pick<AnswerRow, 'best' | 'items'> | undefined;
      return row === undefined ? null : lossOf(row);
    },
    treeBeside: (slice, one, other) => {
      const row = database
        .prepare('SELECT tree FROM answers WHERE slice = ? AND tree <> ? AND tree <> ? LIMIT 1')
        .get(slice, one, other) as { readonly tree: string } | undefined;
      return row?.tree ?? null;
    },
    keep: (slice, position, reading, tree, answer) =>
      atOnce(() => {
        const items = answer.best?.items ?? null;
        database
          .prepare('INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
          .run(
            ...([slice, position, reading, tree, answer.released, Number(answer.spent)] as const),
            ...([answer.best?.mean ?? null, items === null ? null : JSON.stringify(items)] as const),
          );
        return answerTo(slice, tree, reading)!;
      }),
    close: () => database.close(),
  };
}

function lossOf({ best, items }: Pick<AnswerRow, 'best' | 'items'>): Loss | null {
  if (best === null) return null;
  return { mean: best, items: items === null ? null : (JSON.parse(items) as readonly number[]) };
}
