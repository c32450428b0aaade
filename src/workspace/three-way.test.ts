import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temporaryFolder, writeFiles } from './testing/temporary-folder.ts';
import { mergeThreeWay } from './three-way.ts';

const BASE = 'one\ntwo\nthree\nfour\nfive\n';

/** What git makes of it; null where it sees a conflict. */
function gitMerge(base: string, ours: string, theirs: string): string | null {
  const folder = temporaryFolder();
  writeFiles(folder, { base, ours, theirs });
  const names = ['ours', 'base', 'theirs'].map((name) => join(folder, name));
  try {
    return execFileSync('git', ['merge-file', '-p', '-q', ...names], { stdio: 'pipe' }).toString();
  } catch {
    return null;
  }
}

describe('three versions', () => {
  test.each([
    [
      'different lines',
      BASE.replace('one', 'ONE'),
      BASE.replace('five', 'FIVE'),
      'ONE\ntwo\nthree\nfour\nFIVE\n',
    ],
    [
      'a line taken out and one put in',
      BASE.replace('two\n', ''),
      `${BASE}six\n`,
      'one\nthree\nfour\nfive\nsix\n',
    ],
    [
      'the same change on both sides',
      BASE.replace('two', '2'),
      BASE.replace('two', '2'),
      BASE.replace('two', '2'),
    ],
  ])('of %s are merged as git does', (_, ours, theirs, merged) => {
    expect(mergeThreeWay(BASE, ours, theirs)).toBe(merged);
    expect(gitMerge(BASE, ours, theirs)).toBe(merged);
  });

  test('of one line are merged word by word, where the words are others and do not touch', () => {
    const base = 'return -(space - item) + 1;\n';
    expect(mergeThreeWay(base, 'return -(space % item) + 1;\n', 'return -(space - item) + 25;\n')).toBe(
      'return -(space % item) + 25;\n',
    );
    expect(mergeThreeWay(base, 'return -(space % item) + 1;\n', 'return -(space * item) + 1;\n')).toBeNull();
    expect(mergeThreeWay(base, 'return -(room - item) + 1;\n', 'return -[space - item) + 1;\n')).toBeNull();
  });

  test('where a side changed nothing are the other side', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'a b', '', '1.5', 'é'), { maxLength: 6 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (base, other) => {
        expect(mergeThreeWay(base, other, base)).toBe(other);
        expect(mergeThreeWay(base, base, other)).toBe(other);
        expect(mergeThreeWay(base, other, other)).toBe(other);
      }),
    );
  });

  test('that change separate stretches of unlike lines are merged, whatever the changes', () => {
    const stretch = fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 });
    fc.assert(
      fc.property(stretch, stretch, (upper, lower) => {
        const text = (above: readonly string[], below: readonly string[]): string =>
          ['top', ...above, 'middle', 'of', 'it', ...below, 'end', ''].join('\n');
        const base = text(['p'], ['q']);
        expect(mergeThreeWay(base, text(upper, ['q']), text(['p'], lower))).toBe(text(upper, lower));
      }),
    );
  });
});
