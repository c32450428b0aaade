import { expect, test } from 'vitest';
import { pathFault, pathMatcher } from './paths.ts';

test.each([
  ['', 'is empty'],
  ['/etc/passwd', 'is absolute'],
  ['C:/x', 'is absolute'],
  ['a\\b', 'holds a backslash or a control character'],
  ['a\0', 'holds a backslash or a control character'],
  ['a\nb', 'holds a backslash or a control character'],
  ['a\u001b[2J', 'holds a backslash or a control character'],
  ['a\ud800', 'is not valid Unicode'],
  ['a\ufffd', 'is not valid Unicode'],
  ['..', 'holds an empty, "." or ".." part'],
  ['a/../b', 'holds an empty, "." or ".." part'],
  ['a/./b', 'holds an empty, "." or ".." part'],
  ['a//b', 'holds an empty, "." or ".." part'],
  ['a/', 'holds an empty, "." or ".." part'],
  ['.git/hooks/pre-commit', 'lies in a .git folder'],
  ['a/.GiT/config', 'lies in a .git folder'],
  ['é'.repeat(128), 'has a name of over 255 bytes'],
  ['a/'.repeat(1024) + 'b', 'has over 2048 bytes'],
])('the path %j %s', (path, fault) => {
  expect(pathFault(path)).toBe(fault);
});

test.each([
  'a',
  '.hidden',
  'a..b',
  '...',
  '.gitignore',
  'a b/é.ts',
  'x'.repeat(255),
  'a/'.repeat(1023) + 'b',
])('the path %j is fine', (path) => {
  expect(pathFault(path)).toBeNull();
});

test('globs match dot files, and no glob matches nothing', () => {
  expect(pathMatcher(['src/**'])('src/.hidden/a')).toBe(true);
  expect(pathMatcher(['*.ts'])('src/a.ts')).toBe(false);
  expect(pathMatcher([])('')).toBe(false);
  expect(pathMatcher([])('a')).toBe(false);
});
