import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { fulcrum, tinyTask } from '../stand-ins/command-line.ts';
import { removeMade } from '../stand-ins/made-folders.ts';

afterAll(removeMade);

it('gives the same run on one worker and on four, in real sandboxes', { timeout: 60_000 }, async () => {
  const heads: string[] = [];
  for (const workers of ['1', '4']) {
    const directory = tinyTask();
    const ended = await fulcrum(
      ['run', '--display', 'none', '--no-control', '--workers', workers],
      directory,
    );
    expect(ended.stderr).toBe('');
    const ledger = readLedger(join(directory, '.fulcrum/main'));
    heads.push(ledger.head()!.replay);
    ledger.close();
  }
  expect(heads[1]).toBe(heads[0]);
});
