import { rmSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import type { RunEvent } from '../../src/kernel/event.ts';
import {
  fulcrum,
  fulcrumHere,
  jsonLines,
  TINY_ORACLE,
  TINY_TASK,
  tinyTask,
} from '../stand-ins/command-line.ts';

const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

const HELD_OUT = '{ name: unseen, metric: error, tolerance: 0 }';
const TASK = TINY_TASK.replace(HELD_OUT, `${HELD_OUT}, { name: last, metric: error, final: true }`);
const ORACLE = TINY_ORACLE.replace(
  "check('unseen', 'unseen', 'held-out')",
  "check('unseen', 'unseen', 'held-out'), check('last', 'last', 'held-out')",
);

it('reads a final slice at the end of the run, and never again however often the winner is confirmed', async () => {
  const home = tinyTask({
    'fulcrum.yaml': `${TASK}acceptance: { confirmation: { pairs: 1, ablate: 0 } }\n`,
    'oracle.ts': ORACLE,
  });
  homes.push(home);
  const readings = async () => {
    const log = jsonLines((await fulcrumHere(['log', '--json'], home)).stdout);
    const seen = log.flatMap(({ event }) => {
      const entry = event as RunEvent;
      if (!('verdict' in entry)) return [];
      const read = entry.verdict.checks.some(({ slice }) => slice === 'last');
      return read ? [`${entry.type} ${entry.type === 'confirmation-judged' ? entry.role : ''}`] : [];
    });
    const [status] = jsonLines((await fulcrumHere(['status', '--json'], home)).stdout);
    return { seen, uses: (status!['heldOut'] as { readonly last: unknown }).last };
  };

  expect((await fulcrum(['run', '--display', 'none', '--no-control'], home)).code).toBe(0);
  const once = await readings();
  expect(once.seen.toSorted()).toEqual(['confirmation-judged baseline', 'confirmation-judged winner']);
  expect(once.uses).toMatchObject({ reads: 1, left: 0 });

  const confirmed = await fulcrum(['confirm', '--pairs', '2', '--ablate', '1', '--json'], home);
  expect(confirmed.code).toBe(0);
  expect(
    jsonLines(confirmed.stdout).some(
      ({ event }) => (event as RunEvent | undefined)?.type === 'confirmation-judged',
    ),
  ).toBe(true);
  expect(await readings()).toEqual(once);
});
