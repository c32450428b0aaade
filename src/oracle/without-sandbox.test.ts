import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SubjectSource } from '../kernel/task.ts';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { startLauncher } from '../sandbox/launcher.ts';
import { openJudge } from './testing/judge-fixture.ts';

/* Where nothing can be isolated, every kind of subject still answers, and ends nothing but what it started. */
const ORACLE = `
  import { defineOracle } from 'fulcrum';
  export default defineOracle({ checks: [{ name: 'shows', slice: 'train', visibility: 'visible', run: async (context) => {
    const shown = context.inputs === 'artifact' ? context.artifact.text('left.txt') : (await context.subject.ask('text')).value;
    return { status: 'pass', metrics: { score: 1 }, evidence: shown };
  } }] });
`;
const FILES = {
  'rule.mjs': 'export const answer = (text) => text;\n',
  'rule.py': 'def answer(text):\n    return text\n',
  'run.sh': 'cat >left.txt; echo made >made.txt; echo printed',
};

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'none' });
});

afterAll(() => launcher.close());

const limits = { seconds: 5, files: 5, bytes: 1000 };
const KINDS: readonly (readonly [SubjectSource, unknown])[] = [
  [{ kind: 'node', module: 'rule.mjs', export: 'answer' }, 'text'],
  [{ kind: 'python', module: 'rule.py', export: 'answer', packages: false }, 'text'],
  [
    { kind: 'command', argv: ['node', '--print', '1 + 1'], input: 'text', output: 'json' },
    { exitCode: 0, stdout: 2, stderr: '' },
  ],
  [{ kind: 'artifact', argv: ['sh', 'run.sh'], files: ['left.txt'], limits }, ''],
];

test.each(KINDS)('%j', async (subject, shown) => {
  const build = { argv: ['sh', 'run.sh'], outputs: ['made.txt'], tools: {}, limits };
  const fixture = await openJudge({ launcher, oracle: ORACLE, task: { subject, build } });
  const { verdict } = await fixture.askFiles(FILES, { inputs: subject.kind });
  await fixture.close();
  expect(verdict).toMatchObject({
    status: 'pass',
    sandbox: { level: 'none' },
    checks: [{ evidence: shown }],
  });
});
