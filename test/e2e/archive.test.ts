import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { fulcrum, jsonLines, startFulcrum, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';

describe('a run that travels', () => {
  let home = '';
  const elsewhere = mkdtempSync(join(tmpdir(), 'fulcrum-elsewhere-'));
  const file = join(elsewhere, 'tiny.run');

  beforeAll(async () => {
    home = tinyTask();
    expect((await fulcrum(['run', '--display', 'none', '--no-control'], home)).code).toBe(0);
    expect((await fulcrum(['export', file], home)).code).toBe(0);
  });
  afterAll(() => {
    rmSync(home, { recursive: true });
    rmSync(elsewhere, { recursive: true });
  });

  it('verifies and replays without its task, and says what could not be asked', async () => {
    expect((await fulcrum(['import', file], elsewhere)).code).toBe(0);
    const { code, stdout } = await fulcrum(['verify', '--json'], elsewhere);
    expect(code).toBe(0);
    const findings = new Map(jsonLines(stdout).map(({ name, ok }) => [name, ok]));
    expect(findings.get('chain and blobs')).toBe(true);
    expect(findings.get('decisions')).toBe(true);
    expect(findings.get('input seed')).toBe(true);
    expect(findings.get('winner, judged again')).toBeNull();
    const replay = jsonLines((await fulcrum(['replay', '--json'], elsewhere)).stdout);
    expect(replay.map(({ name, ok }) => [name, ok])).toEqual([
      ['decisions', true],
      ['proposals', true],
    ]);
    const heads = await Promise.all(
      [home, elsewhere].map(
        async (place) => jsonLines((await fulcrum(['status', '--json'], place)).stdout)[0],
      ),
    );
    expect(heads[1]?.['head']).toEqual(heads[0]?.['head']);
    const beside = join(elsewhere, '.fulcrum/main/imported');
    expect(readFileSync(join(beside, 'fulcrum.yaml'), 'utf8')).toBe(
      readFileSync(join(home, 'fulcrum.yaml'), 'utf8'),
    );
    expect(Object.keys(JSON.parse(readFileSync(join(beside, 'oracle.json'), 'utf8')))).toEqual(['oracle.ts']);
  });

  it('is judged again where its task is', async () => {
    expect((await fulcrum(['import', file, '--name', 'back'], home)).code).toBe(0);
    const { code, stdout } = await fulcrum(['verify', '--json', '--name', 'back'], home);
    expect(code).toBe(0);
    expect(jsonLines(stdout).find(({ name }) => name === 'winner, judged again')).toMatchObject({ ok: true });
  });

  it('is found out when it was changed on its way', async () => {
    const forged = join(elsewhere, 'forged.run');
    writeFileSync(forged, readFileSync(file));
    const database = new DatabaseSync(forged);
    database.exec('DROP TRIGGER events_are_immutable');
    database.exec('UPDATE events SET event = replace(event, \'"keep"\', \'"kept"\')');
    database.close();
    expect((await fulcrum(['import', forged, '--name', 'forged'], elsewhere)).code).toBe(0);
    expect((await fulcrum(['verify', '--name', 'forged'], elsewhere)).code).toBe(6);
  });

  it('is refused where a run is, and where it is none', async () => {
    const again = await fulcrum(['import', file], home);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('FULCRUM_E_RUN_EXISTS')]);
    const other = await fulcrum(['import', join(home, 'fulcrum.yaml'), '--name', 'no'], home);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('FULCRUM_E_ARCHIVE_INVALID')]);
    expect(existsSync(join(home, '.fulcrum/no/ledger.sqlite'))).toBe(false);
    expect(readdirSync(join(home, '.fulcrum/no'))).toEqual(['lock.sqlite']);
    const taken = await fulcrum(['export', file], home);
    expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining('FULCRUM_E_ARCHIVE_TARGET')]);
  });

  it('loses what nobody refers to by gc, and nothing else', async () => {
    const directory = join(home, '.fulcrum/main');
    const ledger = openLedger(directory);
    ledger.put(new TextEncoder().encode('a proposal that was never finished'));
    ledger.append([]);
    ledger.close();
    const [gc] = jsonLines((await fulcrum(['gc', '--json'], home)).stdout);
    expect(gc?.['blobs']).toBeGreaterThanOrEqual(1);
    const [again] = jsonLines((await fulcrum(['gc', '--json'], home)).stdout);
    expect(again?.['blobs']).toBe(0);
    expect((await fulcrum(['verify', '--no-rejudge'], home)).code).toBe(0);
    expect((await fulcrum(['replay'], home)).code).toBe(0);
  });
});

it('an unfinished run takes no seed along', { timeout: 30_000 }, async () => {
  const text = TINY_TASK.replace('evaluations: 40', 'evaluations: 100000');
  const home = tinyTask({ 'fulcrum.yaml': text });
  const run = startFulcrum(['run', '--json', '--no-control'], home);
  await run.said('"candidate-decided"');
  run.child.kill('SIGINT');
  expect((await run.ended).code).toBe(4);
  const seed = readFileSync(join(home, '.fulcrum/main/oracle-seed'));
  const file = join(home, 'stopped.run');
  expect((await fulcrum(['export', file], home)).code).toBe(0);
  expect(readFileSync(file).includes(seed)).toBe(false);
  expect(
    (await fulcrum(['resume', '--evaluations', '1', '--no-control', '--display', 'none'], home)).code,
  ).toBe(0);
  // The control: once the run has revealed it, the export has it.
  expect((await fulcrum(['export', `${file}-2`], home)).code).toBe(0);
  expect(readFileSync(`${file}-2`).includes(seed)).toBe(true);
  rmSync(home, { recursive: true });
});
