import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Ended } from '../stand-ins/command-line.ts';
import {
  fulcrum,
  fulcrumHere,
  jsonLines,
  startFulcrum,
  TINY_SOURCE,
  TINY_TASK,
  tinyTask,
  until,
} from '../stand-ins/command-line.ts';

const TASK = `${TINY_TASK.replace('evaluations: 40', 'evaluations: 2')}proposers: [{ kind: human }]\n`;
const FIXED = TINY_SOURCE.replace('input * 0.5 + 3', 'input');

let directory: string;
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function propose(change: string, ...flags: readonly string[]): Promise<Ended> {
  return fulcrumHere(['propose', change, '--author', 'Ada', ...flags], directory);
}

const started = async (): Promise<boolean> =>
  (await fulcrumHere(['status', '--json'], directory)).stdout.includes('"evaluations"');

it('a run of people waits, takes what they propose by folder and by patch, and can be stopped', async () => {
  directory = tinyTask({ 'fulcrum.yaml': TASK });
  const run = startFulcrum(['run', '--display', 'plain'], directory);
  await until(started);

  const copy = join(directory, 'copy');
  cpSync(join(directory, 'workspace'), copy, { recursive: true });
  writeFileSync(join(copy, 'double.ts'), FIXED);
  const proposed = await propose(copy, '--base', 'baseline', '--summary', 'adds it once more', '--json');
  expect(proposed.stderr).toBe('');
  expect(jsonLines(proposed.stdout)).toEqual([{ type: 'proposed', id: 1, base: 0, paths: ['double.ts'] }]);
  await until(async () =>
    (await fulcrumHere(['inbox', '--all'], directory)).stdout.includes('candidate 1: keep'),
  );
  expect((await fulcrumHere(['inbox'], directory)).stdout).toBe('no proposal waits\n');

  const [best] = jsonLines((await fulcrumHere(['best', '--json'], directory)).stdout);
  expect(best).toMatchObject({
    candidate: {
      number: 1,
      provenance: { proposer: 'human', author: { kind: 'person', family: 'Ada' } },
    },
  });

  // One evaluation is left. Waiting has spent none, and a stop ends it.
  expect((await fulcrumHere(['stop'], directory)).code).toBe(0);
  expect((await run.ended).code).toBe(4);

  // What is proposed while nobody runs waits for the resumed run, which then is out of evaluations.
  const patch = join(directory, 'change.patch');
  writeFileSync(
    patch,
    '--- a/double.ts\n+++ b/double.ts\n@@ -1,1 +1,1 @@\n-/** Doubles, nearly. */\n+/** Doubles. */\n',
  );
  expect((await propose(patch)).stdout).toContain('number 2 in the inbox: a change of candidate 1');
  expect((await fulcrumHere(['inbox'], directory)).stdout).toMatch(/^2 {2}waits/);
  expect((await fulcrum(['resume', '--display', 'none'], directory)).code).toBe(0);
  expect((await fulcrumHere(['inbox', '--all'], directory)).stdout).toMatch(
    /^1 {2}candidate 1: keep.*\n2 {2}candidate \d+: /,
  );
  expect((await fulcrumHere(['verify'], directory)).code).toBe(0);
}, 60_000);

it('others go on while the inbox is empty', async () => {
  const yaml = `${TINY_TASK.replace('evaluations: 40', 'evaluations: 5')}proposers: [{ kind: human }, { kind: mutation }]\n`;
  directory = tinyTask({ 'fulcrum.yaml': yaml });
  expect((await fulcrum(['run', '--display', 'none'], directory)).code).toBe(0);
  expect((await fulcrumHere(['log'], directory)).stdout).toContain('the inbox is empty');
}, 60_000);

it('refuses a change that cannot be made, and a run that reads no inbox', async () => {
  const yaml = `${TINY_TASK.replace('evaluations: 40', 'evaluations: 1')}proposers: [{ kind: mutation }, { kind: human, weight: 0.001 }]\n`;
  directory = tinyTask({ 'fulcrum.yaml': yaml, 'workspace/fixed.ts': 'protected\n' });
  expect((await fulcrum(['run', '--display', 'none'], directory)).code).toBe(0);
  const copy = join(directory, 'copy');
  const write = (path: string, text: string): void => {
    mkdirSync(copy, { recursive: true });
    writeFileSync(join(copy, path), text);
  };
  const refusal = async (change: string): Promise<string> => {
    const ended = await propose(change, '--base', 'baseline');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('FULCRUM_E_PROPOSED_CHANGE');
    return ended.stderr;
  };
  cpSync(join(directory, 'workspace'), copy, { recursive: true });
  expect(await refusal(copy)).toContain('it changes nothing');
  write('fixed.ts', 'changed\n');
  write('double.ts', FIXED);
  expect(await refusal(copy)).toContain('not editable: fixed.ts');
  write('change.patch', '--- a/double.ts\n+++ b/double.ts\n@@ -1,1 +1,1 @@\n-Never there\n+x\n');
  expect(await refusal(join(copy, 'change.patch'))).toContain('does not fit');
  expect(await refusal(join(directory, 'nowhere'))).toContain('no such folder');
  expect((await fulcrumHere(['inbox'], directory)).stdout).toBe('no proposal waits\n');

  rmSync(directory, { recursive: true, force: true });
  directory = tinyTask({ 'fulcrum.yaml': TINY_TASK.replace('evaluations: 40', 'evaluations: 1') });
  expect((await fulcrum(['run', '--display', 'none'], directory)).code).toBe(0);
  expect((await propose(join(directory, 'workspace'))).stderr).toContain('FULCRUM_E_INBOX_UNREAD');
  expect(readFileSync(join(directory, 'workspace/double.ts'), 'utf8')).toBe(TINY_SOURCE);
}, 60_000);
