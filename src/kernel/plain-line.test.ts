import { expect, test } from 'vitest';
import { plainLine } from './plain-line.ts';

test('many lines become one, without colours, hidden characters and secrets', () => {
  const key = `sk-ant-${'a1B2'.repeat(10)}`;
  const line = plainLine(`  first\n\tsecond \u001b[31mred\u001b[0m \u202e${key} word-of-mine `, 200, [
    'word-of-mine',
  ]);
  expect(line).toMatch(/^first second /);
  for (const gone of ['\n', '\t', '\u001b', '\u202e', 'a1B2', 'word-of-mine'])
    expect(line).not.toContain(gone);
});

test('one that is too long ends in an ellipsis, and no character is cut in two', () => {
  expect(plainLine('abcdef', 4)).toBe('abc…');
  expect(plainLine('abcd', 4)).toBe('abcd');
  expect(plainLine(`ab😀cd`, 4).isWellFormed()).toBe(true);
});
