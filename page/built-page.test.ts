import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseSync } from 'oxc-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { measurePage } from '../scripts/page-size.ts';

const scratch = mkdtempSync(join(tmpdir(), 'fulcrum-page-'));
const built = join(scratch, 'built');

const read = (...path: readonly string[]): string => readFileSync(join(built, ...path), 'utf8');

beforeAll(() => {
  const words = [join(import.meta.dirname, '../scripts/build-page.ts'), built];
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('all scripts of the page together stay below the limit', () => {
  const { files, total, limit } = measurePage(built);
  expect(files.length).toBeGreaterThan(10);
  expect(total).toBeLessThan(limit);
});

test('a page above the limit is seen', () => {
  const fat = join(scratch, 'fat');
  mkdirSync(join(fat, 'assets'), { recursive: true });
  writeFileSync(join(fat, 'assets', 'view.js'), randomBytes(130_000));
  const { total, limit } = measurePage(fat);
  expect(total).toBeGreaterThan(limit);
});

test('without development dependencies the installation says that there will be no page, and succeeds', () => {
  const bare = join(scratch, 'bare', 'scripts');
  mkdirSync(bare, { recursive: true });
  copyFileSync(join(import.meta.dirname, '../scripts/prepare.mjs'), join(bare, 'prepare.mjs'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(bare, 'prepare.mjs')], {
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: 'The page of fulcrum view is not built: the development dependencies are left out.\n',
    stderr: '',
  });
});

describe('the strict Content-Security-Policy holds for what is built', () => {
  test('no script and no style stands inside the page', () => {
    const html = read('index.html');
    expect(html.match(/<script\b[^>]*>/g)).toHaveLength(2);
    for (const tag of html.match(/<script\b[^>]*>[^<]*/g)!) expect(tag).toMatch(/\ssrc="\.\/[^"]+"[^>]*>$/);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
  });

  test('nothing is evaluated, and nothing is loaded from elsewhere', () => {
    for (const name of globSync('**/*.{js,css,html}', { cwd: built })) {
      const text = read(name);
      expect(text, name).not.toMatch(/\beval\(|new Function\(|\bimportScripts\(/);
      expect(text, name).not.toMatch(/url\(\s*["']?(?:https?:|data:)|@import/);
      expect(text.match(/(?:src|href)="https?:[^"]*/g) ?? [], name).toEqual([]);
    }
  });
});

test('for a page opened from disk everything is one classic script and one style sheet', () => {
  expect(globSync('*', { cwd: join(built, 'single') }).toSorted()).toEqual(['page.css', 'page.js']);
  const { module, errors } = parseSync('page.js', read('single', 'page.js'), { sourceType: 'script' });
  expect(errors).toEqual([]);
  expect(module.dynamicImports).toEqual([]);
});
