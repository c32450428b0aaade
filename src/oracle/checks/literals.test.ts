import { expect, test } from 'vitest';
import { createRandom } from '../../kernel/random.ts';
import type { JudgedFiles, TreeFiles } from '../define.ts';
import type { Literal } from './literals.ts';
import { literalsIn, newLiterals } from './literals.ts';

type Files = { readonly [path: string]: string };

function tree(files: Files): TreeFiles {
  const text = (path: string): string | null => files[path] ?? null;
  const bytes = (path: string): Uint8Array | null =>
    files[path] === undefined ? null : new TextEncoder().encode(files[path]);
  return { paths: Object.keys(files).toSorted(), text, bytes };
}

function judged(baseline: Files, candidate: Files): JudgedFiles {
  const changed = [...new Set([...Object.keys(baseline), ...Object.keys(candidate)])]
    .toSorted()
    .filter((path) => baseline[path] !== candidate[path]);
  return { baseline: tree(baseline), candidate: tree(candidate), changed, isEditable: () => true };
}

function found(baseline: Files, candidate: Files, most?: number): readonly Literal[] {
  return newLiterals(judged(baseline, candidate), createRandom('literals'), most).taken;
}

function values(text: string): ReadonlySet<Literal> {
  return new Set(literalsIn(text).map(({ value }) => value));
}

test('only literals on new lines count, even where the same number stood elsewhere', () => {
  const before = 'const a = 1;\nconst b = 1234;\nexport const answer = (x) => x;';
  const after = 'const a = 1;\n  const b = 1234;\nexport const answer = (x) => (x === 1234 ? 99 : x);';
  expect(new Set(found({ 'a.js': before }, { 'a.js': after }))).toEqual(new Set([1234, 99]));
  expect(found({ 'a.js': before }, { 'a.js': before })).toEqual([]);
});

test('literals of TypeScript in all their forms, and those of comments', () => {
  const source = `
    const n: number = 0x1f + 1_000 - 2.5e3; const big = 12345n;
    const s = 'it\\'s' + "two" + \`head\${n}tail\`; // 77
    if (/ab+/.test(s)) throw 0b101;`;
  expect(values(source)).toEqual(new Set([31, 1000, 2500, 12345, "it's", 'two', 'head', 'tail', 77, 5]));
});

test('literals of Python, an apostrophe in a comment before them', () => {
  const source = `
    # don't stop here
    if x == 0x1F or y == 1_000_000 or z == 2.5e-3: return "sesame"
    name = '''two
    lines'''
    key = 'caf\\u00e9'`;
  expect([...values(source)]).toEqual(
    expect.arrayContaining([31, 1_000_000, 0.0025, 'sesame', 'two\n    lines', 'café']),
  );
});

test('literals of C, suffixes and all', () => {
  const source = 'if (n == 4242UL && f > .5f && c == 0xFFu) return strcmp(s, "key\\n") == 0;';
  expect([...values(source)]).toEqual(expect.arrayContaining([4242, 0.5, 255, 'key\n', 0]));
  expect(values('int x1 = y2;')).toEqual(new Set());
});

test('code made to exhaust a parser is read in a moment', () => {
  const deep = `x = ${'('.repeat(200_000)}4321${')'.repeat(200_000)}`;
  expect(values(deep)).toEqual(new Set([4321]));
  expect(values(`${'\\"'.repeat(100_000)} 4321`).has(4321)).toBe(true);
});

test('a text of several lines counts when one of them is new', () => {
  expect(found({ 'a.py': 'x = """a\nb"""' }, { 'a.py': 'x = """a\nc"""' })).toContain('a\nc');
});

test('a file the baseline lacks counts whole, one that is gone not at all', () => {
  expect(
    found({ 'gone.txt': '7' }, { 'new.txt': '8 9' }).toSorted((left, right) => Number(left) - Number(right)),
  ).toEqual([8, 9]);
});

test('too many are sampled, and that is said', () => {
  const many = Array.from({ length: 500 }, (_, index) => `${index + 1000}`).join('\n');
  const result = newLiterals(judged({}, { 'a.txt': many }), createRandom('many'), 20);
  expect(result.found).toBe(500);
  expect(new Set(result.taken).size).toBe(20);
  expect(result.taken.some((literal) => Number(literal) > 1250)).toBe(true);
});

test('a file too large to be read is named', () => {
  const result = newLiterals(judged({}, { 'a.txt': '7', 'b.txt': '8 '.repeat(2 ** 20) }), createRandom('a'));
  expect(result).toEqual({ taken: [7], found: 1, unread: ['b.txt'] });
});
