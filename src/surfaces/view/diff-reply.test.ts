import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { buildTree } from '../../workspace/tree.ts';
import type { DiffReply } from './protocol.ts';
import { openAsked } from './testing/asking.ts';
import { smallRun } from './testing/small-run.ts';

/** What the page is told of a candidate that adds these files to the baseline's. */
async function diffOf(added: Readonly<Record<string, string>>): Promise<DiffReply['files']> {
  const run = smallRun();
  const asked = await openAsked([run.directory]);
  onTestFinished(async () => {
    await asked.close();
    run.ledger.close();
    rmSync(run.directory, { recursive: true });
  });
  const files = { 'priority.ts': 'one\ntwo\nthree\n', ...added };
  const tree = buildTree(
    run.ledger,
    Object.entries(files).map(([path, text]) => {
      return { path, hash: run.ledger.put(new TextEncoder().encode(text)), executable: false };
    }),
  )!;
  const provenance = { proposer: 'scripted', operator: 'add', summary: 'adds files' };
  run.append({
    type: 'candidate-proposed',
    candidate: { number: 1, tree, parents: [0], provenance, size: 1 },
  });
  const [card] = await asked.get<readonly { readonly id: string }[]>('/api/runs');
  const path = `/api/runs/${card!.id}/diff?before=0&after=1`;
  const { files: shown } = await asked.get<DiffReply>(path);
  expect((await asked.get<DiffReply>(path)).files).toEqual(shown);
  return shown;
}

const lines = (count: number, length: number): string =>
  Array.from({ length: count }, (_, line) => `${line} `.padEnd(length, 'x')).join('\n');

test('the files of a reply share the edits that are looked for', async () => {
  const text = lines(1500, 10);
  const shown = await diffOf({ 'a.txt': text, 'b.txt': text, 'c.txt': text, 'd.txt': 'one line' });
  expect(shown.map(({ path, patch, cut }) => [path, patch.match(/^\+\d/gm)?.length ?? 0, cut])).toEqual([
    ['a.txt', 1500, false],
    ['b.txt', 1500, false],
    // Of 4000 there are 1000 left, and then none.
    ['c.txt', 0, true],
    ['d.txt', 0, true],
  ]);
});

test('the files of a reply share the length of their patches', async () => {
  const names = Array.from({ length: 18 }, (_, place) => `${String(place).padStart(2, '0')}.txt`);
  const shown = await diffOf(Object.fromEntries(names.map((name) => [name, lines(125, 2000)])));
  expect(shown.map(({ path }) => path)).toEqual(names);
  const [whole, [half, none]] = [shown.slice(0, 16), shown.slice(16)];
  for (const { patch, cut } of whole) {
    expect(cut).toBe(false);
    expect(patch.length).toBeGreaterThan(125 * 2000);
  }
  expect(half!.cut).toBe(true);
  expect(half!.patch).toMatch(/x\n$/);
  expect(none).toEqual({ path: '17.txt', patch: '', cut: true });
  const total = shown.reduce((sum, { patch }) => sum + patch.length, 0);
  expect(total).toBeLessThanOrEqual(4 * 1024 * 1024);
  // Less than a line of room was left unused.
  expect(total).toBeGreaterThan(4 * 1024 * 1024 - 2002);
});

test('a secret at the edge of what is compared of a large file leaves nothing of itself', async () => {
  const key = `sk-ant-${'a'.repeat(40)}`;
  const edge = 256 * 1024;
  const text = (before: number): string => `${'x'.repeat(before - 1)}\n${key}\n${'y'.repeat(20_000)}\n`;
  const shown = await diffOf({ 'a.txt': text(edge - 20), 'b.txt': text(edge - 8) });
  for (const { patch, cut } of shown) {
    expect(cut).toBe(true);
    expect(patch).toContain('xxx');
    expect(patch).not.toContain('sk-');
  }
});
