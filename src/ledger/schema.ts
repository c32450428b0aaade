import type { DatabaseSync } from 'node:sqlite';

/** Raised when the tables change in a way an older Fulcrum cannot read. */
export const SCHEMA_VERSION = 1;

/** Makes the tables of a new ledger, all at once. Triggers refuse to change or remove what was written. */
export function createSchema(database: DatabaseSync): void {
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS events (
      sequence INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      type TEXT NOT NULL,
      number INTEGER,
      tree TEXT,
      event TEXT NOT NULL,
      observed TEXT NOT NULL,
      previous BLOB NOT NULL,
      hash BLOB NOT NULL,
      replay BLOB NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS events_by_number ON events (number) WHERE number IS NOT NULL;
    CREATE INDEX IF NOT EXISTS events_by_tree ON events (tree) WHERE tree IS NOT NULL;
    CREATE INDEX IF NOT EXISTS events_by_type ON events (type) WHERE type NOT LIKE 'candidate-%' AND type NOT LIKE 'proposal-%';
    CREATE TABLE IF NOT EXISTS blobs (
      hash BLOB PRIMARY KEY,
      bytes BLOB NOT NULL
    ) STRICT;
    CREATE TRIGGER IF NOT EXISTS events_are_immutable BEFORE UPDATE ON events
      BEGIN SELECT RAISE(ABORT, 'ledger entries cannot be changed'); END;
    CREATE TRIGGER IF NOT EXISTS events_stay BEFORE DELETE ON events
      BEGIN SELECT RAISE(ABORT, 'ledger entries cannot be removed'); END;
    CREATE TRIGGER IF NOT EXISTS blobs_are_immutable BEFORE UPDATE ON blobs
      BEGIN SELECT RAISE(ABORT, 'ledger content cannot be changed'); END;
    CREATE TRIGGER IF NOT EXISTS blobs_stay BEFORE DELETE ON blobs
      BEGIN SELECT RAISE(ABORT, 'ledger content cannot be removed'); END;
    PRAGMA user_version = ${SCHEMA_VERSION};
    COMMIT;
  `);
}
