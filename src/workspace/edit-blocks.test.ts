import { expect, test } from 'vitest';
import type { WorkspaceView } from '../kernel/contracts/proposer.ts';
import { editsFromBlocks, editsFromFiles, editsFromPatch } from './edit-blocks.ts';

const FILES: { readonly [path: string]: string } = {
  'src/sum.ts': 'export function sum(a, b) {\n  return a - b;\n}\n',
  'src/twice.ts': 'one();\ntwo();\none();\n',
  'src/windows.ts': 'first\r\nsecond\r\n',
  'oracle.ts': 'secret\n',
};

const VIEW: WorkspaceView = {
  editable: () => ['src/sum.ts', 'src/twice.ts', 'src/windows.ts'],
  read: (path) => FILES[path] ?? null,
};

const FIXED = 'export function sum(a, b) {\n  return a + b;\n}\n';

function block(search: string, replacement: string): string {
  return `<<<<<<< SEARCH\n${search}=======\n${replacement}>>>>>>> REPLACE\n`;
}

function faultsOf(answer: string): string {
  const made = editsFromBlocks(VIEW, answer);
  return made.kind === 'edits'
    ? 'no fault'
    : made.faults.map(({ path, what }) => `${path}: ${what}`).join('; ');
}

test.for([
  ['below a path', `src/sum.ts\n${block('  return a - b;\n', '  return a + b;\n')}`],
  [
    'in a fence below a path',
    `Talk.\n\n**src/sum.ts**\n\`\`\`ts\n${block('  return a - b;\n', '  return a + b;\n')}\`\`\`\nDone.`,
  ],
  ['as a whole file below its path', `### src/sum.ts\n\`\`\`ts\n${FIXED}\`\`\`\n`],
  ['as a whole file with its path in the fence', `\`\`\`ts path=src/sum.ts\n${FIXED}\`\`\`\n`],
  [
    'as a fenced diff',
    `\`\`\`diff\n--- a/src/sum.ts\n+++ b/src/sum.ts\n@@ -2,1 +2,1 @@\n-  return a - b;\n+  return a + b;\n\`\`\`\n`,
  ],
  [
    'as a bare diff with a wrong line number',
    `Here:\n--- src/sum.ts\n+++ src/sum.ts\n@@ -40,1 +40,1 @@\n-  return a - b;\n+  return a + b;\n`,
  ],
] as const)('an edit is taken %s', ([, answer]) => {
  expect(editsFromBlocks(VIEW, answer)).toEqual({
    kind: 'edits',
    edits: [{ path: 'src/sum.ts', content: FIXED }],
  });
});

test('blocks follow one another, and a block may add a file', () => {
  const fence = '```';
  const answer = `src/sum.ts\n${fence}\n${block('  return a - b;\n', '  return b;\n')}${fence}\n\nsrc/sum.ts\n${fence}\n${block('  return b;\n', '  return a;\n')}${fence}\nsrc/new.ts\n${block('', 'fresh\n')}`;
  expect(editsFromBlocks(VIEW, answer)).toEqual({
    kind: 'edits',
    edits: [
      { path: 'src/sum.ts', content: 'export function sum(a, b) {\n  return a;\n}\n' },
      { path: 'src/new.ts', content: 'fresh\n' },
    ],
  });
});

test('a diff of two parts for one file loses neither', () => {
  const patch = `--- a/src/twice.ts\n+++ b/src/twice.ts\n@@ -1,1 +1,1 @@\n-one();\n+three();\n--- a/src/twice.ts\n+++ b/src/twice.ts\n@@ -2,1 +2,1 @@\n-two();\n+four();\n`;
  expect(editsFromPatch(VIEW, patch)).toEqual({
    kind: 'edits',
    edits: [{ path: 'src/twice.ts', content: 'three();\nfour();\none();\n' }],
  });
});

test('a diff adds and removes files', () => {
  const patch = `diff --git a/src/x.ts b/src/x.ts\nnew file mode 100644\n--- /dev/null\n+++ b/src/x.ts\n@@ -0,0 +1,1 @@\n+x\ndiff --git a/src/sum.ts b/src/sum.ts\ndeleted file mode 100644\n--- a/src/sum.ts\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-export function sum(a, b) {\n-  return a - b;\n-}\n`;
  expect(editsFromPatch(VIEW, patch)).toEqual({
    kind: 'edits',
    edits: [
      { path: 'src/x.ts', content: 'x\n' },
      { path: 'src/sum.ts', content: null },
    ],
  });
});

test.for([
  `src/windows.ts\n${block('second\n', 'third\n')}`,
  `--- a/src/windows.ts\n+++ b/src/windows.ts\n@@ -2,1 +2,1 @@\n-second\n+third\n`,
])('a file keeps its kind of line ends', (answer) => {
  expect(editsFromBlocks(VIEW, answer)).toEqual({
    kind: 'edits',
    edits: [{ path: 'src/windows.ts', content: 'first\r\nthird\r\n' }],
  });
});

test('removing lines removes their ends', () => {
  expect(editsFromBlocks(VIEW, `src/twice.ts\n${block('two();\n', '')}`)).toEqual({
    kind: 'edits',
    edits: [{ path: 'src/twice.ts', content: 'one();\none();\n' }],
  });
});

test.for([
  ['src/twice.ts: the search text occurs 2 times', `src/twice.ts\n${block('one();\n', 'x\n')}`],
  ['src/sum.ts: the search text does not occur', `src/sum.ts\n${block('return a - b;\n', 'x\n')}`],
  ['src/sum.ts: search and replacement are the same', `src/sum.ts\n${block('}\n', '}\n')}`],
  ['src/sum.ts: the search text is empty', `src/sum.ts\n${block('', '}\n')}`],
  ['null: a search/replace block names no file', `Change this file now please:\n${block('}\n', '{\n')}`],
  ['src/sum.ts: the edit leaves it as it was', `src/sum.ts\n\`\`\`\n${FILES['src/sum.ts']}\`\`\`\n`],
  ['oracle.ts: it is not editable', `oracle.ts\n${block('secret\n', 'known\n')}`],
  ['../x.ts: the path holds an empty, "." or ".." part', `../x.ts\n\`\`\`\nx\n\`\`\`\n`],
  ['null: the answer holds no edit', 'I could not think of anything.\n```ts\nexample();\n```\n'],
  ['src/sum.ts: a search/replace block breaks off', 'src/sum.ts\n<<<<<<< SEARCH\n}\n=======\n{'],
  ['src/sum.ts: a search/replace block breaks off', `src/sum.ts\n<<<<<<< SEARCH\n}\n${block('}\n', '{\n')}`],
  ['src/sum.ts: a fenced block breaks off', 'src/sum.ts\n```ts\nexport function'],
  [
    'src/sum.ts: a search/replace block has more than one dividing line',
    `src/sum.ts\n${block('}\n=======\n', '{\n')}`,
  ],
  [
    'src/twice.ts: the hunk @@ -5,1 @@ fits in more than one place',
    `--- a/src/twice.ts\n+++ b/src/twice.ts\n@@ -5,1 +5,1 @@\n-one();\n+x();\n`,
  ],
  [
    'src/sum.ts: the hunk @@ -1,1 @@ does not fit',
    `--- a/src/sum.ts\n+++ b/src/sum.ts\n@@ -1,1 +1,1 @@\n-export  function sum(a, b) {\n+x\n`,
  ],
  [
    'src/sum.ts: the diff adds a file that is there',
    `--- /dev/null\n+++ b/src/sum.ts\n@@ -0,0 +1,1 @@\n+x\n`,
  ],
  [
    'src/none.ts: the diff changes a file that does not exist',
    `--- a/src/none.ts\n+++ b/src/none.ts\n@@ -1,1 +1,1 @@\n-y\n+x\n`,
  ],
] as const)('refused: %s', ([fault, answer]) => {
  expect(faultsOf(answer)).toBe(fault);
});

test('a malformed diff is a fault, not an error', () => {
  expect(faultsOf('--- a/src/sum.ts\n+++ b/src/sum.ts\n@@ -1,9 +1,9 @@\n-}\n+{\n')).toContain(
    'the diff cannot be read',
  );
});

test('one fault refuses everything', () => {
  const answer = `src/sum.ts\n${block('}\n', '};\n')}src/twice.ts\n${block('nine();\n', 'x\n')}`;
  expect(faultsOf(answer)).toBe('src/twice.ts: the search text does not occur');
});

test('a search that is not found names the nearest lines', () => {
  const near = editsFromBlocks(VIEW, `src/sum.ts\n${block('  return a -b;\n', 'x\n')}`);
  expect(near).toMatchObject({ faults: [{ hint: 'The nearest are lines 2-2:\n  return a - b;' }] });
  const indented = editsFromBlocks(VIEW, `src/sum.ts\n${block('return a - b;\n', 'x\n')}`);
  expect(indented).toMatchObject({ faults: [{ hint: expect.stringContaining('white space only') }] });
});

test('whole files go by the same rules', () => {
  expect(editsFromFiles(VIEW, [{ path: 'src/sum.ts', content: FIXED }]).kind).toBe('edits');
  const whats = (edits: Parameters<typeof editsFromFiles>[1]): unknown => {
    const made = editsFromFiles(VIEW, edits);
    return made.kind === 'refused' ? made.faults.map(({ what }) => what) : [];
  };
  expect(whats([])).toEqual(['there is no edit']);
  expect(whats([{ path: 'src/none.ts', content: null }])).toEqual(['it does not exist']);
  expect(
    whats([
      { path: 'a', content: '' },
      { path: 'a', content: 'b' },
    ]),
  ).toEqual(['it is given twice']);
});
