import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FileEdit } from '../kernel/contracts/proposer.ts';
import type { EditRules } from './apply-edits.ts';
import { applyEdits } from './apply-edits.ts';
import { pathMatcher } from './paths.ts';
import { memoryStore } from './testing/memory-store.ts';
import { modelWrite, smallFiles, smallPath, smallText, treeOf } from './testing/small-trees.ts';
import { listFiles, readText } from './tree.ts';
import { editableBytes } from './view.ts';

const FILES = new Map([
  ['src/a.ts', 'aaa'],
  ['src/b.ts', 'bb'],
  ['oracle', 'no folder'],
  ['lib/secret.ts', 'protected'],
]);
const RULES: EditRules = { editable: pathMatcher(['src/*.ts', 'lib', 'oracle/*']), maximumFileBytes: 10 };

function apply(edits: readonly FileEdit[], rules = RULES) {
  const store = memoryStore();
  return { store, applied: applyEdits(store, treeOf(store, FILES), edits, rules) };
}

test.each<[string, readonly FileEdit[], string, string]>([
  [
    'another path',
    [{ path: 'README', content: '' }],
    'protected-path',
    'README is not among the editable paths',
  ],
  [
    'one good, one bad',
    [
      { path: 'src/a.ts', content: '' },
      { path: 'x', content: '' },
    ],
    'protected-path',
    'x is not among',
  ],
  [
    'a path with ..',
    [{ path: 'src/../src/a.ts', content: '' }],
    'invalid-edit',
    'holds an empty, "." or ".." part',
  ],
  [
    'too many bytes',
    [{ path: 'src/a.ts', content: 'ééééé+' }],
    'too-large',
    'would have 11 bytes; the limit is 10',
  ],
  ['the same content', [{ path: 'src/a.ts', content: 'aaa' }], 'no-change', 'leave every file as it was'],
  ['nothing', [], 'no-change', 'leave every file as it was'],
  [
    'a change taken back',
    [
      { path: 'src/a.ts', content: 'x' },
      { path: 'src/a.ts', content: 'aaa' },
    ],
    'no-change',
    '',
  ],
  ['removing what is not there', [{ path: 'src/c.ts', content: null }], 'no-change', ''],
  ['removing a folder by its name', [{ path: 'lib', content: null }], 'no-change', ''],
  ['removing below a protected file', [{ path: 'oracle/x', content: null }], 'no-change', ''],
  [
    'a file in place of a folder',
    [{ path: 'lib', content: '' }],
    'protected-path',
    'lib would replace lib/secret.ts',
  ],
  [
    'a folder in place of a file',
    [{ path: 'oracle/x', content: '' }],
    'protected-path',
    'oracle/x would replace oracle',
  ],
])('%s is refused', (_, edits, refusal, detail) => {
  const { applied } = apply(edits);
  expect(applied).toMatchObject({
    kind: 'refused',
    refusal,
    detail: expect.stringContaining(detail) as string,
  });
});

test('removing every file is refused', () => {
  const store = memoryStore();
  const tree = treeOf(store, new Map([['a', 'x']]));
  const applied = applyEdits(store, tree, [{ path: 'a', content: null }], {
    editable: () => true,
    maximumFileBytes: 9,
  });
  expect(applied).toMatchObject({ refusal: 'invalid-edit', detail: 'the edits remove every file' });
});

test('a file written after all were removed grows from nothing', () => {
  const store = memoryStore();
  const tree = treeOf(store, new Map([['a', '12345']]));
  const edits = [
    { path: 'a', content: null },
    { path: 'a', content: '123' },
  ];
  const applied = applyEdits(store, tree, edits, { editable: () => true, maximumFileBytes: 9 });
  expect(applied).toEqual({ kind: 'tree', tree: treeOf(store, new Map([['a', '123']])), growth: -2 });
});

test('the byte limit is inclusive', () => {
  expect(apply([{ path: 'src/a.ts', content: 'ééééé' }]).applied.kind).toBe('tree');
});

test('edits are applied in order, and growth is the change of the editable bytes', () => {
  fc.assert(
    fc.property(
      smallFiles,
      fc.array(fc.tuple(smallPath, fc.option(smallText)), { minLength: 1 }),
      (files, edits) => {
        const store = memoryStore();
        const tree = treeOf(store, files);
        const rules = { editable: () => true, maximumFileBytes: 1e6 };
        const applied = applyEdits(
          store,
          tree,
          edits.map(([path, content]) => ({ path, content })),
          rules,
        );
        const model = edits.reduce((state, [path, text]) => modelWrite(state, path, text), new Map(files));
        if (applied.kind === 'refused') {
          expect(model.size === 0 ? 'invalid-edit' : 'no-change').toBe(applied.refusal);
          return;
        }
        expect(applied.tree).toBe(treeOf(store, model));
        const grown =
          editableBytes(store, applied.tree, rules.editable) - editableBytes(store, tree, rules.editable);
        expect(applied.growth).toBe(grown);
      },
    ),
  );
});

test('whatever is proposed, protected files stay as they are and every path stays inside', () => {
  const nasty = fc.constantFrom(
    '..',
    '.',
    '',
    '.git',
    '.GIT',
    '/',
    'a\0',
    'a\\..\\b',
    'C:',
    '\ud800',
    'x'.repeat(300),
  );
  const path = fc.oneof(
    smallPath,
    fc
      .array(fc.oneof(fc.constantFrom('a', 'b', 'a.ts', 'b.ts'), nasty), { minLength: 1, maxLength: 4 })
      .map((names) => names.join('/')),
    fc.string({ unit: 'binary' }),
  );
  const globs = fc.subarray(['*', 'a', 'a/*', '*.ts', '**/*.ts', 'a/**', 'b'], { minLength: 1 });
  fc.assert(
    fc.property(
      smallFiles,
      globs,
      fc.array(fc.tuple(path, fc.option(smallText)), { minLength: 1, maxLength: 4 }),
      (files, editable, edits) => {
        const store = memoryStore();
        const rules = { editable: pathMatcher(editable), maximumFileBytes: 1e6 };
        const applied = applyEdits(
          store,
          treeOf(store, files),
          edits.map(([name, content]) => ({ path: name, content })),
          rules,
        );
        if (applied.kind === 'refused') return;
        for (const [name, text] of files) {
          if (!rules.editable(name)) expect(readText(store, applied.tree, name)).toBe(text);
        }
        for (const file of listFiles(store, applied.tree)) {
          expect(files.has(file.path) || rules.editable(file.path)).toBe(true);
          expect(
            file.path.split('/').every((name) => !['', '.', '..', '.git'].includes(name.toLowerCase())),
          ).toBe(true);
        }
      },
    ),
    { numRuns: 500 },
  );
});
