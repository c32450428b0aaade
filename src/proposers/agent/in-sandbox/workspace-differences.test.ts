import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { differencesIn, readPiece } from './workspace-differences.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fulcrum-differences-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function lay(folder: string, files: { readonly [path: string]: string }): string {
  const top = join(root, folder);
  mkdirSync(top, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  return top;
}

const BEFORE = { 'a.txt': 'one', 'b.txt': 'two', 'deep/er/c.txt': 'three', 'deep/d.txt': 'four' };

function differences(change: (workspace: string) => void): readonly (readonly unknown[])[] {
  const tree = lay('tree', BEFORE);
  const workspace = lay('workspace', BEFORE);
  change(workspace);
  return [...differencesIn(tree, workspace)].toSorted((one, other) => (one[0] < other[0] ? -1 : 1));
}

test('what is as it was is not named, whatever its time and mode', () => {
  const made = differences((workspace) => {
    writeFileSync(join(workspace, 'a.txt'), 'one');
    chmodSync(join(workspace, 'a.txt'), 0o700);
    mkdirSync(join(workspace, 'empty'));
  });
  expect(made).toEqual([]);
});

test('changes are found by content, also where the length is the same', () => {
  const made = differences((workspace) => {
    writeFileSync(join(workspace, 'a.txt'), 'eno');
    writeFileSync(join(workspace, 'deep/er/c.txt'), '');
    writeFileSync(join(workspace, 'deep/new.txt'), '12345');
    rmSync(join(workspace, 'b.txt'));
  });
  expect(made).toEqual([
    ['a.txt', 'changed', 3],
    ['b.txt', 'removed', 0],
    ['deep/er/c.txt', 'changed', 0],
    ['deep/new.txt', 'added', 5],
  ]);
});

test('a file for a folder and a folder for a file', () => {
  const made = differences((workspace) => {
    rmSync(join(workspace, 'deep/er'), { recursive: true });
    writeFileSync(join(workspace, 'deep/er'), 'file');
    rmSync(join(workspace, 'a.txt'));
    mkdirSync(join(workspace, 'a.txt'));
    writeFileSync(join(workspace, 'a.txt/x'), '1');
  });
  expect(made).toEqual([
    ['a.txt', 'removed', 0],
    ['a.txt/x', 'added', 1],
    ['deep/er', 'added', 4],
    ['deep/er/c.txt', 'removed', 0],
  ]);
});

test('links are not followed, not even to the very files that belong there', () => {
  const made = differences((workspace) => {
    rmSync(join(workspace, 'deep'), { recursive: true });
    symlinkSync(join(root, 'tree/deep'), join(workspace, 'deep'));
    rmSync(join(workspace, 'a.txt'));
    symlinkSync('b.txt', join(workspace, 'a.txt'));
    execFileSync('mkfifo', [join(workspace, 'pipe')]);
  });
  expect(made).toEqual([
    ['a.txt', 'removed', 0],
    ['a.txt', 'special', 0],
    ['deep', 'special', 0],
    ['deep/d.txt', 'removed', 0],
    ['deep/er/c.txt', 'removed', 0],
    ['pipe', 'special', 0],
  ]);
});

test('without its folder everything is removed, also behind a link', () => {
  const all = Object.keys(BEFORE)
    .toSorted()
    .map((path) => [path, 'removed', 0]);
  expect(differences((workspace) => rmSync(workspace, { recursive: true }))).toEqual(all);
  const linked = differences((workspace) => {
    rmSync(workspace, { recursive: true });
    symlinkSync(join(root, 'tree'), workspace);
  });
  expect(linked).toEqual(all);
});

test('pieces of regular files are read, and nothing else, without waiting', () => {
  const top = lay('workspace', { 'a.txt': 'abcdef' });
  symlinkSync('a.txt', join(top, 'link'));
  execFileSync('mkfifo', [join(top, 'pipe')]);
  const piece = (path: string, offset = 0) => readPiece(top, { path, offset, length: 4 });
  expect(piece('a.txt')).toBe(Buffer.from('abcd').toString('base64'));
  expect(piece('a.txt', 4)).toBe(Buffer.from('ef').toString('base64'));
  expect([piece('link'), piece('pipe'), piece('none'), piece('')]).toEqual(Array(4).fill(null));
});
