import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readGoTest } from './go-test.ts';
import { readJunit } from './junit.ts';
import { readLibtest } from './libtest.ts';
import { readPrivateReport } from './private-report.ts';
import type { ReportReader } from './suite-report.ts';
import { readTap } from './tap.ts';

function read(reader: ReportReader, text: string): { readonly [identity: string]: string } | string {
  const report = reader(Buffer.from(text), 'n');
  if (report.kind === 'unreadable') return report.reason;
  return {
    ...Object.fromEntries(report.tests),
    ...(report.errors === 0 ? {} : { errors: String(report.errors) }),
  };
}

describe('JUnit', () => {
  test('is read with suites in suites, errors outside of tests and names used twice', () => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>
      <testsuites tests="5" failures="1"><testsuite name="outer"><error message="no file"/>
        <properties><property name="a" value="b"/></properties>
        <testcase classname="Sums" name="adds &lt;two&gt;" time="0.1"/>
        <testcase classname="Sums" name="subtracts"><failure type="E">text</failure><system-out>x</system-out></testcase>
        <testsuite name="inner"><testcase name="a"><skipped/></testcase><testcase name="a"/></testsuite>
        <testcase name="b"><error/></testcase>
      </testsuite></testsuites>`;
    expect(read(readJunit, text)).toEqual({
      'Sums > adds <two>': 'passed',
      'Sums > subtracts': 'failed',
      'outer > inner > a': 'skipped',
      'outer > inner > a #2': 'passed',
      'outer > b': 'failed',
      errors: '1',
    });
  });

  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><testsuites>&b;</testsuites>`;
  test.each([
    ['that is empty', '', /no XML/],
    ['that breaks off', '<testsuites><testsuite name="a">', /no XML/],
    ['with entities of its own', bomb, /document type/],
    ['with an outer entity', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><testsuites/>', /document type/],
    ['with an unknown entity', '<testsuites>&a;</testsuites>', /no XML/],
    ['of another kind', '<html/>', /no JUnit/],
    ['nested deep', '<testsuites>'.concat('<testsuite>'.repeat(100_000)), /nested deeper/],
    [
      'with a test in a test',
      '<testsuite><testcase name="a"><testcase name="b"/></testcase></testsuite>',
      /another one/,
    ],
    ['with a nameless test', '<testsuite><testcase/></testsuite>', /no name/],
    ['with a long name', `<testsuite><testcase name="${'a'.repeat(2000)}"/></testsuite>`, /longer than/],
    [
      'with very many tests',
      `<testsuite>${'<testcase name="a"/>'.repeat(100_001)}</testsuite>`,
      /more than 100000/,
    ],
    ['in no UTF-8', '\u{d800}<testsuites>', /no XML/],
  ])('a file %s is unreadable', (_, text, reason) => {
    expect(read(readJunit, text)).toMatch(reason);
  });

  test('bytes that are no text are unreadable', () => {
    expect(readJunit(Uint8Array.of(0xff, 0xfe, 0), '')).toEqual({
      kind: 'unreadable',
      reason: 'it is no UTF-8',
    });
  });
});

describe('TAP', () => {
  // After the examples of testanything.org, versions 13 and 14.
  test('is read with subtests, directives and diagnostics', () => {
    const text = `TAP version 14
1..5
ok 1 - Input file opened
not ok 2 - First line invalid
  ---
  message: 'First line'
  anchor: &a [*a, !!js/function x]
  ...
ok 3 - Read the rest # TODO not written yet
# Subtest: foo
    1..2
    ok 1 - this is a subtest
    not ok 2
not ok 4 - foo
ok 5 - Summarized # SKIP no time
`;
    expect(read(readTap, text)).toEqual({
      'Input file opened': 'passed',
      'First line invalid': 'failed',
      'Read the rest': 'skipped',
      'foo > this is a subtest': 'passed',
      'foo > test 2': 'failed',
      foo: 'failed',
      Summarized: 'skipped',
    });
  });

  const deep = Array.from({ length: 200 }, (_, depth) => `${' '.repeat(4 * depth)}# Subtest: s`).join('\n');
  test.each([
    ['without a plan', 'ok 1 - a\n', /no plan/],
    ['that is empty', '', /no plan/],
    ['with too few tests', '1..2\nok 1 - a\n', /its plan/],
    ['with too many tests', '1..1\nok 1 - a\nok 2 - b\n', /its plan/],
    ['with one test twice', '1..1\nok 1 - a\nok 1 - a\n', /its plan/],
    ['with a diagnosis that does not end', '1..2\nok 1 - a\n  ---\nok 2 - b\n', /its plan/],
    ['that bails out', '1..1\nBail out! no disk\n', /bails out/],
    ['nested deep', `${deep}\n${' '.repeat(800)}ok 1\n`, /nested deeper|its plan|no plan/],
  ])('output %s is unreadable', (_, text, reason) => {
    expect(read(readTap, text)).toMatch(reason);
  });
});

describe('go test -json', () => {
  const event = (fields: object): string => `${JSON.stringify(fields)}\n`;
  const start = event({ Action: 'start', Package: 'p' });
  // Fields and actions after `go doc test2json`.
  test('is read with packages side by side, and with one that cannot be compiled', () => {
    const text = [
      start,
      event({ Action: 'start', Package: 'q' }),
      event({ Action: 'run', Package: 'p', Test: 'TestA' }),
      event({ Action: 'output', Package: 'p', Test: 'TestA', Output: '--- PASS: TestB (0.00s)\n' }),
      event({ Action: 'pass', Package: 'p', Test: 'TestA', Elapsed: 0 }),
      event({ Action: 'fail', Package: 'p', Test: 'TestA/sub', Elapsed: 0 }),
      event({ Action: 'skip', Package: 'p', Test: 'TestC', Elapsed: 0 }),
      event({ ImportPath: 'q', Action: 'build-fail' }),
      event({ Action: 'fail', Package: 'q', Elapsed: 0, FailedBuild: 'q' }),
      event({ Action: 'fail', Package: 'p', Elapsed: 0.1 }),
    ].join('');
    expect(read(readGoTest, text)).toEqual({
      'p > TestA': 'passed',
      'p > TestA/sub': 'failed',
      'p > TestC': 'skipped',
      errors: '1',
    });
  });

  test.each([
    [start, /does not come to its end/],
    [event({ Action: 'pass', Package: 'p' }), /not started/],
    ['ok  p 0.1s\n', /no JSON/],
    ['3\n', /no JSON/],
  ])('%j is unreadable', (text, reason) => {
    expect(read(readGoTest, text)).toMatch(reason);
  });
});

describe('test programs of Rust', () => {
  // After the chapter on tests in doc.rust-lang.org/rustc.
  const program = `
running 3 tests
test it_works ... ok
test module::fails ... FAILED
test slow ... ignored, takes a day

failures:
    module::fails

test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
`;
  test('are read, one after the other', () => {
    const next =
      '\nrunning 1 test\ntest it_works ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured;\n';
    expect(read(readLibtest, program + next)).toEqual({
      it_works: 'passed',
      'module::fails': 'failed',
      slow: 'skipped',
      'it_works #2': 'passed',
    });
  });

  test.each([
    ['ends early', program.replace(/test result.*/, ''), /come to its end/],
    ['counts wrong', program.replace('1 passed', '2 passed'), /do not agree/],
    ['hides a test', program.replace('test slow ... ignored, takes a day\n', ''), /do not agree/],
    ['prints a test before it starts', `test it_works ... ok\n${program}`, /outside of a program/],
  ])('one that %s is unreadable', (_, text, reason) => {
    expect(read(readLibtest, text)).toMatch(reason);
  });

  test('that cannot be compiled are an error', () => {
    expect(read(readLibtest, '')).toEqual({ errors: '1' });
  });
});

describe('a private report', () => {
  test('is read to its end', () => {
    const text = 'n 0 ["test","a > b","passed"]\nn 1 ["test","a > b","failed"]\nn 2 ["end",2,1]\n';
    expect(read(readPrivateReport, text)).toEqual({ 'a > b': 'passed', 'a > b #2': 'failed', errors: '1' });
  });

  test.each([
    ['is empty', '', /did not come to its end/],
    ['breaks off', 'n 0 ["test","a","pas', /breaks off/],
    ['has no end', 'n 0 ["test","a","passed"]\n', /did not come to its end/],
    ['counts wrong', 'n 0 ["test","a","passed"]\nn 1 ["end",2,0]\n', /nothing that is known/],
    ['goes on', 'n 0 ["end",0,0]\nn 1 ["test","a","passed"]\n', /after its end/],
    ['has a line by somebody else', 'm 0 ["test","a","passed"]\nn 0 ["end",0,0]\n', /not by the reporter/],
    ['has a line twice', 'n 0 ["test","a","passed"]\nn 0 ["test","a","passed"]\n', /not by the reporter/],
    ['has a line that is no JSON', 'n 0 [\n', /nothing that is known/],
    ['has a status of its own', 'n 0 ["test","a","great"]\n', /nothing that is known/],
  ])('one that %s is unreadable', (_, text, reason) => {
    expect(read(readPrivateReport, text)).toMatch(reason);
  });
});

/** Drives a reporter in a process of its own as its runner would, by what the runner's documentation says it calls. */
async function reported(program: string): Promise<string> {
  const child = spawn(process.execPath, ['-e', program], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'inherit', 'inherit', 'ignore', 'pipe'],
  });
  const socket = child.stdio[4] as Duplex;
  socket.write('n\n');
  return Buffer.concat(await socket.toArray()).toString();
}

describe('reporters of runners that are not on this machine', () => {
  test('Mocha: events of a runner (mochajs.org, "Third party reporters")', async () => {
    const text = await reported(`
      const runner = new (require('node:events'))();
      require('./reporters/mocha.cjs')(runner);
      const test = (title) => ({ type: 'test', file: process.cwd() + '/x.js', titlePath: () => ['outer', title] });
      runner.emit('pass', test('a'));
      runner.emit('fail', test('b'), new Error());
      runner.emit('pending', test('c'));
      runner.emit('fail', { type: 'hook', titlePath: () => ['outer', 'hook'] }, new Error());
      runner.emit('end');`);
    expect(read(readPrivateReport, text)).toEqual({
      'x.js > outer > a': 'passed',
      'x.js > outer > b': 'failed',
      'x.js > outer > c': 'skipped',
      errors: '1',
    });
  });

  test('Jest: onRunComplete with an AggregatedResult (the types of @jest/test-result)', async () => {
    const text = await reported(`
      const Reporter = require('./reporters/jest.cjs');
      const result = (title, status) => ({ ancestorTitles: ['outer'], title, status });
      new Reporter({}, {}).onRunComplete(new Set(), { testResults: [
        { testFilePath: process.cwd() + '/x.js', testResults: [
          result('a', 'passed'), result('b', 'failed'), result('c', 'pending'), result('d', 'todo') ] },
        { testFilePath: process.cwd() + '/y.js', testResults: [], testExecError: { message: 'no module' } },
      ] });`);
    expect(read(readPrivateReport, text)).toEqual({
      'x.js > outer > a': 'passed',
      'x.js > outer > b': 'failed',
      'x.js > outer > c': 'skipped',
      'x.js > outer > d': 'skipped',
      errors: '1',
    });
  });
});
