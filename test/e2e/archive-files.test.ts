import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportLedger, importLedger } from '../../src/ledger/archive.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { runStateOf } from '../../src/loop/run-snapshot.ts';
import { isRunFile, runFiles } from '../../src/surfaces/run-files.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { packageVersion } from '../../src/surfaces/version.ts';
import { loadTask } from '../../src/task/load-task.ts';
import { TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';

const TASK = TINY_TASK.replace(
  'tolerance: 0',
  'items: fixed, reads: 100, answer: { kind: ladder, step: 0.5 }',
)
  .replace('evaluations: 40', 'evaluations: 16')
  .replace('seed: 1', 'seed: 4')
  .replace('evolve', 'greedy');
const REPLY = 'ab'.repeat(32);
const WORDS = 'cd'.repeat(32);

describe('what a run needs to go on elsewhere', () => {
  let home = '';
  let directory = '';
  const elsewhere = mkdtempSync(join(tmpdir(), 'fulcrum-elsewhere-'));
  const file = join(elsewhere, 'counted.run');
  const more = { evaluations: 32, wallSeconds: null, work: null, money: null };

  beforeAll(async () => {
    home = tinyTask({ 'fulcrum.yaml': TASK });
    ({ directory } = await runTask(loadTask(home)));
    // What proposers that call models leave behind lies here too.
    for (const [path, text] of [
      ['models/calls.ndjson', '{"call":1}\n'],
      [`models/bodies/${REPLY}`, 'a reply'],
      [`models/bodies/${REPLY}.part`, 'half a re'],
      [`kept/${WORDS}`, 'evolved words'],
    ] as const) {
      mkdirSync(join(directory, path, '..'), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    const paths = exportLedger(directory, file, new Map(), runFiles(directory));
    expect(paths.toSorted()).toEqual(
      ['held-out.sqlite', `kept/${WORDS}`, `models/bodies/${REPLY}`, 'models/calls.ndjson'].toSorted(),
    );
  }, 60_000);
  afterAll(() => {
    for (const folder of [home, elsewhere]) rmSync(folder, { recursive: true, force: true });
  });

  const readingsOf = (folder: string): number => {
    const ledger = readLedger(folder);
    const { reads } = runStateOf(ledger, packageVersion()).heldOut['unseen']!;
    ledger.close();
    return reads;
  };
  const oracleCountIn = (folder: string): unknown => {
    const database = new DatabaseSync(join(folder, 'held-out.sqlite'), { readOnly: true });
    const row = database.prepare("SELECT max(position) AS reads FROM readings WHERE slice = 'unseen'").get();
    database.close();
    return row?.['reads'];
  };
  /** The run in a copy of its task, imported. */
  const imported = (name: string, from = file): { readonly task: string; readonly run: string } => {
    const task = join(elsewhere, name);
    cpSync(home, task, { recursive: true, filter: (path) => !path.endsWith('.fulcrum') });
    const run = join(task, '.fulcrum/main');
    importLedger(from, run, isRunFile);
    return { task, run };
  };

  it('goes along, and the counts of held-out readings go on from it', { timeout: 60_000 }, async () => {
    const { task, run } = imported('moved');
    const before = readingsOf(directory);
    expect(before).toBeGreaterThan(1);
    expect(oracleCountIn(run)).toBe(before);
    expect(readFileSync(join(run, `models/bodies/${REPLY}`), 'utf8')).toBe('a reply');
    expect(readFileSync(join(run, `kept/${WORDS}`), 'utf8')).toBe('evolved words');
    expect(statSync(join(run, 'held-out.sqlite')).mode & 0o077).toBe(0);
    expect(statSync(file).mode & 0o077).toBe(0);

    const { state } = await runTask(loadTask(task), { mode: 'resume', budget: more });
    expect(state.spending.evaluations).toBe(32);
    expect(readingsOf(run)).toBeGreaterThan(before);
    expect(oracleCountIn(run)).toBe(readingsOf(run));
    expect(verifyLedger(run).faults).toEqual([]);

    // The control: without the oracle's record nobody knows what was given away, and the run does not go on.
    const bare = imported('bare');
    rmSync(join(bare.run, 'held-out.sqlite'));
    await expect(runTask(loadTask(bare.task), { mode: 'resume', budget: more })).rejects.toMatchObject({
      facts: { code: 'FULCRUM_E_HELD_OUT_RECORD' },
    });
  });

  it.each([
    [
      'changed',
      `UPDATE files SET bytes = CAST('another r' AS BLOB) WHERE path LIKE 'models/bodies/%'`,
      /was changed/,
    ],
    ['lost', `DELETE FROM files WHERE path = 'held-out.sqlite'`, /held-out\.sqlite is missing/],
    ['added', `INSERT INTO files VALUES ('kept/more', x'00')`, /kept\/more, which its list does not name/],
    ['dropped', 'DROP TABLE files', /is missing/],
    [
      'astray',
      `UPDATE files SET path = '../../astray' WHERE path LIKE 'kept/%';
       UPDATE enclosures SET text = replace(text, 'kept/${WORDS}', '../../astray') WHERE name = 'files.json'`,
      /astray, which is no file of a run/,
    ],
  ])('is refused when a file was %s on its way', (name, damage, says) => {
    const damaged = join(elsewhere, `${name}.run`);
    writeFileSync(damaged, readFileSync(file));
    const database = new DatabaseSync(damaged);
    database.exec(damage);
    database.close();
    const run = join(elsewhere, name, 'run');
    expect(() => importLedger(damaged, run, isRunFile)).toThrow(says);
    expect(() => statSync(join(run, 'ledger.sqlite'))).toThrow('ENOENT');
    // Nothing is left in the way of a sound copy.
    importLedger(file, run, isRunFile);
    expect(oracleCountIn(run)).toBe(readingsOf(run));
  });

  it('replaces nothing that is left of another run', () => {
    const run = join(elsewhere, 'left');
    mkdirSync(run);
    writeFileSync(join(run, 'held-out.sqlite'), 'of another run');
    expect(() => importLedger(file, run, isRunFile)).toThrow(/something of a run here already/);
    expect(readFileSync(join(run, 'held-out.sqlite'), 'utf8')).toBe('of another run');
  });
});
