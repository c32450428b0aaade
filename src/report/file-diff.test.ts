import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffFiles } from './file-diff.ts';

const file = fc
  .array(fc.constantFrom('return a;', 'return b;', 'if (a > b) {', '}', '  x += 1;'), { maxLength: 30 })
  .map((lines) => `${lines.join('\n')}\n`);

describe('file diff', () => {
  it('numbers every line it shows as the files do', () => {
    fc.assert(
      fc.property(file, file, (before, after) => {
        const [old, current] = [before.split('\n'), after.split('\n')];
        for (const line of diffFiles(before, after)!) {
          const text = line.parts.map((part) => part.text).join('');
          if (line.before !== null) expect(text).toBe(old[line.before - 1]);
          if (line.after !== null) expect(text).toBe(current[line.after - 1]);
        }
      }),
    );
  });

  it('shows every changed line: what is not shown is the same on both sides', () => {
    fc.assert(
      fc.property(file, file, (before, after) => {
        const lines = diffFiles(before, after)!;
        const removed = new Set(lines.filter((line) => line.kind === 'removed').map((line) => line.before));
        const added = new Set(lines.filter((line) => line.kind === 'added').map((line) => line.after));
        const keep = (text: string, gone: ReadonlySet<number | null>): readonly string[] =>
          text.split('\n').filter((_, index) => !gone.has(index + 1));
        expect(keep(before, removed)).toEqual(keep(after, added));
      }),
    );
  });

  it('marks the words that differ in a line that was replaced', () => {
    const lines = diffFiles('return item > 50;\n', 'return item > 47;\n')!;
    const marked = lines.flatMap((line) =>
      line.parts.filter((part) => part.changed).map((part) => part.text),
    );
    expect(marked).toEqual(['50', '47']);
  });

  it('gives up on files that differ too much instead of taking for ever', () => {
    const before = Array.from({ length: 4000 }, (_, index) => `a${index}`).join('\n');
    const after = Array.from({ length: 4000 }, (_, index) => `b${index}`).join('\n');
    expect(diffFiles(before, after)).toBeNull();
  });
});
