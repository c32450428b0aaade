import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import { PASSING_ORACLE } from '../testing/check-fixture.ts';
import type { JudgeFixture } from '../testing/judge-fixture.ts';
import { openJudge } from '../testing/judge-fixture.ts';

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

type Files = { readonly [path: string]: string };

function withStatic(options: JsonObject, baseline: Files, taskFiles: Files = {}): Promise<JudgeFixture> {
  const place = { slice: 'train', visibility: 'visible' } as const;
  return openJudge({
    launcher,
    oracle: PASSING_ORACLE,
    taskFiles,
    baseline,
    limits: { memoryBytes: 2 ** 30, temporaryBytes: 32 * 2 ** 20 },
    task: {
      subject: { kind: 'files' },
      oracle: {
        checks: [
          { kind: 'static', name: 'static', ...place, options },
          { kind: 'module', name: 'module', ...place, options: { module: 'oracle.ts' } },
        ],
        data: [],
      },
    },
  });
}

const MODULES = join(import.meta.dirname, '../../../node_modules');
/** A real linter with its own SARIF report. */
const OXLINT: JsonObject = {
  argv: [
    'node',
    '/fulcrum/tools/node_modules/oxlint/bin/oxlint',
    '--threads=1',
    '--format=sarif',
    '-D',
    'correctness',
  ],
  tools: { node_modules: MODULES },
  pinned: ['**/.oxlintrc.json'],
};

describe('with a real linter', () => {
  const old = 'export function known(a) {\n  debugger;\n  return a;\n}\n';
  const baseline = { 'code.js': old, 'other.js': 'export const other = 1;\n' };
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await withStatic(OXLINT, baseline);
  });
  afterAll(() => fixture.close());

  test('a finding of the baseline that moved is not new', async () => {
    const { verdict } = await fixture.askFiles({ ...baseline, 'code.js': `\n\n// moved\n${old}` });
    expect(verdict).toMatchObject({ status: 'pass' });
    expect(verdict.checks[0]!.metrics).toEqual({ findings: 1, newFindings: 0, newSilencers: 0 });
  });

  test('a new finding is refused with rule and line', async () => {
    const { verdict } = await fixture.askFiles({
      ...baseline,
      'code.js': `${old}export const b = (c) => c === NaN;\n`,
    });
    expect(verdict.status).toBe('fail');
    expect(verdict.checks[0]!.metrics['newFindings']).toBe(1);
    expect(verdict.checks[0]!.evidence).toMatchObject({
      findings: [{ rule: expect.stringContaining('use-isnan'), path: 'code.js', line: 5 }],
    });
  });

  test('the same finding once more in the same file is new', async () => {
    const { verdict } = await fixture.askFiles({
      ...baseline,
      'code.js': old.replace('  debugger;\n', '  debugger;\n  debugger;\n'),
    });
    expect(verdict.checks[0]!.metrics['newFindings']).toBe(1);
  });

  test('a configuration that the candidate brings along does not reach the tool', async () => {
    const { verdict } = await fixture.askFiles({
      'code.js': `${old}export const b = (c) => c === NaN;\n`,
      '.oxlintrc.json': '{"rules": {"use-isnan": "off"}, "ignorePatterns": ["**"]}',
    });
    expect(verdict.checks[0]!.metrics['newFindings']).toBe(1);
  });

  test('a comment that silences the tool is refused in place of the finding', async () => {
    const { verdict } = await fixture.askFiles({
      ...baseline,
      'code.js': `${old}// oxlint-disable-next-line\nexport const b = (c) => c === NaN;\n`,
    });
    expect(verdict.reason).toContain('oxlint-disable in code.js');
  });
});

/** Prints each line `finding: RULE LEVEL` of code.txt as a SARIF result; a line `print: ...` replaces the report. */
const TOOL = `
  const { readFileSync, writeFileSync } = require('node:fs');
  const text = readFileSync('code.txt', 'utf8');
  const raw = /^print: (.*)$/m.exec(text)?.[1];
  const results = text.split('\\n').flatMap((line, index) => {
    const match = /^finding: (\\S+) (\\S+)( suppressed)?/.exec(line);
    if (match === null) return [];
    return [{ ruleId: match[1], level: match[2], message: { text: 'found' },
      ...(match[3] ? { suppressions: [{ kind: 'inSource' }] } : {}),
      locations: [{ physicalLocation: { artifactLocation: { uri: 'code.txt' }, region: { startLine: index + 1 } } }] }];
  });
  const log = { version: '2.1.0', runs: [{ tool: { driver: { name: 'tool' } }, results }] };
  if (!text.includes('silent')) writeFileSync('out.sarif', raw === undefined ? JSON.stringify(log) : eval(raw));`;

describe('with a tool that says what it is told', () => {
  const options: JsonObject = {
    argv: ['node', '.tool/tool.cjs'],
    overlay: { '.tool/tool.cjs': 'tool.cjs' },
    output: 'out.sarif',
    levels: ['error'],
    allow: ['allowed'],
    deny: ['denied'],
    mostBytes: 2_000_000,
    seconds: 5,
  };
  const baseline = { 'code.txt': 'start\n' };
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await withStatic(options, baseline, { 'tool.cjs': TOOL });
  });
  afterAll(() => fixture.close());

  test.each([
    ['finding: r error', 'fail'],
    ['finding: r warning', 'pass'],
    ['finding: allowed error', 'pass'],
    ['finding: denied note', 'fail'],
    ['finding: r error suppressed', 'fail'],
    ['print: \'{"version": "2.1.0", "runs": []}\'', 'fail'],
    ['print: \'{"version": "2.1.0", "runs": [\'', 'fail'],
    ["print: '['.repeat(1e6)", 'fail'],
    ["print: 'x'.repeat(3e6)", 'fail'],
    ['finding: r warning  // eslint-disable-line', 'fail'],
  ])('%s: %s', async (line, status) => {
    const { verdict } = await fixture.askFiles({ 'code.txt': `start\n${line}\n` });
    expect(verdict.status).toBe(status);
  });

  test('a report that lies in the workspace is not taken for the one of the tool', async () => {
    const empty = '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"tool"}},"results":[]}]}';
    const { verdict } = await fixture.askFiles({ 'code.txt': 'silent\n', 'out.sarif': empty });
    expect(verdict).toMatchObject({ status: 'fail', reason: expect.stringContaining('out.sarif') });
  });

  test('a tool that cannot judge the baseline stops the run', async () => {
    const broken = await withStatic(options, { 'code.txt': 'silent\n' }, { 'tool.cjs': TOOL });
    await expect(broken.askFiles(baseline)).rejects.toThrow(/FULCRUM_E_CHECK_TOOL_FAILED/);
    await broken.close();
  });
});

test.each([
  [{ argv: ['no-such-linter'] }, /FULCRUM_E_CHECK_TOOL_MISSING.*no-such-linter/],
  [{ argv: ['./lint'] }, /lies in the workspace/],
  [{ argv: ['node', 'x'], tools: { lint: 'nowhere' } }, /nowhere does not exist/],
  [{ argv: [] }, /argv/],
])('what it lacks is told before anything is judged: %#', async (options, message) => {
  await expect(withStatic(options, { 'code.txt': '' })).rejects.toThrow(message);
});
