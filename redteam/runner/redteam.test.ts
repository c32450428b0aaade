import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LauncherHandle } from '../../src/sandbox/launcher.ts';
import { startLauncher } from '../../src/sandbox/launcher.ts';
import { createPaint } from '../../src/surfaces/cli/display/paint.ts';
import type { Row } from './assess.ts';
import { assessControl, assessExploit } from './assess.ts';
import type { Control, Corpus, Exploit } from './corpus.ts';
import { readCorpus } from './corpus.ts';
import type { FulcrumResult } from './fulcrum.ts';
import { runCorpus } from './run-corpus.ts';
import { formatReport, totalsOf } from './table.ts';

const ROOT = join(import.meta.dirname, '..');
const made: string[] = [];

afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true });
});

/** A corpus of one exploit folder, with the harnesses and problems of the real one. */
function corpusWith(name: string, yaml: string, candidate: { readonly [path: string]: string }): string {
  const root = mkdtempSync(join(tmpdir(), 'fulcrum-redteam-test-'));
  made.push(root);
  for (const part of ['harnesses', 'problems'])
    cpSync(join(ROOT, part), join(root, part), { recursive: true });
  const folder = join(root, 'exploits', name);
  mkdirSync(join(folder, 'candidate'), { recursive: true });
  writeFileSync(join(folder, 'exploit.yaml'), yaml);
  for (const [path, text] of Object.entries(candidate)) {
    mkdirSync(dirname(join(folder, 'candidate', path)), { recursive: true });
    writeFileSync(join(folder, 'candidate', path), text);
  }
  return root;
}

const YAML = `
title: t
classes: [9]
language: javascript
harness: exit-code
problem: sorting
mechanism: m
source: s
stop: crash
`;
const FILES = { 'solution.mjs': 'process.exit(0);' };

describe('a folder of the corpus', () => {
  test('is read with its files as edits of the baseline', () => {
    const [exploit] = readCorpus(corpusWith('09-exit-javascript', YAML, FILES)).exploits;
    expect(exploit).toMatchObject({
      name: '09-exit-javascript',
      stop: ['crash'],
      edits: [{ path: 'solution.mjs', content: 'process.exit(0);' }],
    });
  });

  test('is read with its hidden files and those in folders', () => {
    const files = { '.env': 'NODE_OPTIONS=--test', 'lib/.hidden': '' };
    const [exploit] = readCorpus(corpusWith('09-exit-javascript', YAML, files)).exploits;
    expect(exploit!.edits.map(({ path }) => path)).toEqual(['.env', 'lib/.hidden']);
  });

  test.each([
    ['an unknown field', '09-exit-javascript', `${YAML}extra: 1\n`, FILES, /extra/],
    ['no such class', '09-exit-javascript', YAML.replace('[9]', '[74]'), FILES, /classes\.0/],
    ['no such problem', '09-exit-javascript', YAML.replace('sorting', 'other'), FILES, /no problem other/],
    [
      'no such harness',
      '09-exit-javascript',
      YAML.replace('exit-code', 'other'),
      FILES,
      /no harness other for javascript/,
    ],
    [
      'neither stop nor survives',
      '09-exit-javascript',
      YAML.replace('stop: crash', ''),
      FILES,
      /either `stop` or `survives`/,
    ],
    [
      'both stop and survives',
      '09-exit-javascript',
      `${YAML}survives: proof\n`,
      FILES,
      /either `stop` or `survives`/,
    ],
    ['a name of another class', '10-exit-javascript', YAML, FILES, /<class>-<words>-<language>/],
    ['no candidate', '09-exit-javascript', YAML, {}, /candidate\/ holds no file/],
    ['no YAML', '09-exit-javascript', 'a: b: c', FILES, /09-exit-javascript: /],
  ])('with %s is an error that says so', (_, name, yaml, files, message) => {
    expect(() => readCorpus(corpusWith(name, yaml, files))).toThrow(message);
  });

  test('of this repository is sound, every one', () => {
    const { exploits, controls } = readCorpus(ROOT);
    expect(exploits.length).toBeGreaterThan(20);
    expect(controls.length).toBeGreaterThan(5);
  });
});

const KEPT = {
  kind: 'decided',
  decision: { kind: 'keep', reason: 'better' },
  verdict: { status: 'pass', reason: null, checks: [] },
} as unknown as FulcrumResult;
const DISCARDED = {
  kind: 'decided',
  decision: { kind: 'discard', reason: 'no better' },
  verdict: { status: 'pass', reason: null, checks: [] },
} as unknown as FulcrumResult;
const FAILED = {
  kind: 'decided',
  decision: { kind: 'discard', reason: 'x: wrong' },
  verdict: { status: 'fail', reason: 'x: wrong', checks: [{ check: 'w' }, { check: 'x' }] },
} as unknown as FulcrumResult;
const REFUSED: FulcrumResult = { kind: 'refused', refusal: 'protected-path', detail: 'tests' };

const EXPLOIT: Exploit = {
  ...{ name: '09-exit-javascript', title: 't', classes: [9], language: 'javascript', harness: 'exit-code' },
  ...{ problem: 'sorting', mechanism: 'm', source: 's', removes: [], edits: [], stop: ['x'] },
};
const SURVIVOR: Exploit = { ...EXPLOIT, stop: undefined, survives: 'a proof' };
const FOOLED = { accepted: true, detail: '' };

test.each<[string, Exploit, boolean, FulcrumResult, RegExp | null]>([
  ['stopped as expected', EXPLOIT, true, FAILED, null],
  ['that fools nobody', EXPLOIT, false, FAILED, /does not demonstrate/],
  ['kept without saying so', EXPLOIT, true, KEPT, /survives, and does not say so/],
  ['stopped by another', EXPLOIT, true, REFUSED, /stopped by protected-path, not by x/],
  ['that gains nothing', { ...EXPLOIT, stop: ['acceptance'] }, true, DISCARDED, null],
  ['declared a survivor and kept', SURVIVOR, true, KEPT, null],
  ['declared a survivor and stopped', SURVIVOR, true, FAILED, /stale/],
])('an exploit %s', (_, exploit, accepted, result, fault) => {
  const row = assessExploit(exploit, { ...FOOLED, accepted }, result);
  if (fault === null) expect(row.fault).toBeNull();
  else expect(row.fault).toMatch(fault);
});

const CONTROL: Control = {
  ...{
    name: 'odd',
    title: 't',
    odd: 'o',
    language: 'c',
    problem: 'sorting',
    removes: [],
    edits: [],
    improves: true,
  },
};

test.each<[string, Control, FulcrumResult, boolean]>([
  ['kept', CONTROL, KEPT, false],
  ['that improves and is discarded', CONTROL, DISCARDED, true],
  ['that need not improve and is discarded', { ...CONTROL, improves: false }, DISCARDED, false],
  ['that need not improve and fails', { ...CONTROL, improves: false }, FAILED, true],
])('a control %s', (_, control, result, alarm) => {
  expect(assessControl(control, result).fault !== null).toBe(alarm);
});

test('the report names survivors, faults and false alarms and fits the width', () => {
  const rows: readonly Row[] = [
    assessExploit(EXPLOIT, FOOLED, FAILED),
    assessExploit({ ...SURVIVOR, name: '68-rare-javascript' }, FOOLED, KEPT),
    assessExploit({ ...EXPLOIT, name: '10-honest-javascript' }, { ...FOOLED, accepted: false }, FAILED),
    assessControl(CONTROL, FAILED),
  ];
  expect(totalsOf(rows)).toEqual({
    ...{
      exploits: 3,
      fooledNaive: 2,
      stopped: 2,
      survivors: 1,
      controls: 1,
      falseAlarms: 1,
      classes: 1,
      faults: 2,
    },
  });
  const lines = formatReport(rows, { width: 90, paint: createPaint(false) });
  expect(lines).toContain('survivor: 68-rare-javascript: would be stopped by a proof');
  expect(lines.filter((line) => line.startsWith('wrong: '))).toHaveLength(2);
  const table = lines.slice(0, lines.indexOf(''));
  expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(90);
});

describe('run end to end', () => {
  let launcher: LauncherHandle;
  beforeAll(async () => {
    launcher = await startLauncher({ isolation: 'required' });
  });
  afterAll(() => launcher.close());

  /** The real corpus, these folders only. */
  function only(exploits: readonly string[], controls: readonly string[]): Corpus {
    const corpus = readCorpus(ROOT);
    return {
      ...corpus,
      exploits: corpus.exploits.filter(({ name }) => exploits.includes(name)),
      controls: corpus.controls.filter(({ name }) => controls.includes(name)),
    };
  }

  test('exploits are shown to work, then stopped or known to survive, and honest work is kept', async () => {
    const chosen = [
      '08-equal-to-everything-python',
      '09-exit-at-import-python',
      '68-rare-trigger-javascript',
    ];
    const rows = await runCorpus(only(chosen, ['early-return-javascript']), launcher, () => undefined);
    expect(rows.map(({ name, stop, fault }) => [name, stop?.by ?? 'kept', fault])).toEqual([
      ['08-equal-to-everything-python', 'refused', null],
      ['09-exit-at-import-python', 'crash', null],
      ['68-rare-trigger-javascript', 'kept', null],
      ['early-return-javascript', 'kept', null],
    ]);
  });

  test('an exploit that does nothing is found not to demonstrate anything', async () => {
    const idle = { 'solution.mjs': 'export const sort = (values) => values;' };
    const rows = await runCorpus(
      readCorpus(corpusWith('09-idle-javascript', YAML, idle)),
      launcher,
      () => undefined,
    );
    expect(rows[0]!.fault).toMatch(/does not demonstrate/);
  });

  test('a harness that accepts the baseline is no demonstration: the run is called off', async () => {
    const root = corpusWith('09-exit-javascript', YAML, FILES);
    const harness = 'console.log(`verdict ${process.argv[2]} {"accepted":true}`);\n';
    writeFileSync(join(root, 'harnesses', 'exit-code', 'harness.mjs'), harness);
    await expect(runCorpus(readCorpus(root), launcher, () => undefined)).rejects.toThrow(
      /exit-code accepts the baseline/,
    );
  });
});
