import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { X, c, problem } from '../testing/functions.ts';
import { runCompiled } from '../testing/compiled-c.ts';
import { forbiddenIn, harnessFor } from './harness.ts';
import { proveWithCbmc } from './prove-with-cbmc.ts';
import { readCbmcReport } from './report.ts';

const installed = spawnSync('cbmc', ['--version']).status === 0;

// Fixtures made after what CBMC's own source writes (github.com/diffblue/cbmc): `property`, `description` and `status` in
// src/goto-checker/properties.cpp, `result` and `cProverStatus` in src/goto-checker/report_util.cpp, the steps of a `trace`
// in src/goto-programs/json_goto_trace.cpp. No recorded output: the last test asks CBMC itself, where there is one.
const assertion = (status: string, trace: readonly object[] = []) => ({
  property: 'main.assertion.1',
  description: 'fulcrum: same result',
  status,
  ...(trace.length > 0 ? { trace } : {}),
});
const overflow = (status: string) => ({
  property: 'f.overflow.1',
  description: 'arithmetic overflow on signed + in x + 1',
  status,
});
const output = (result: readonly object[], status: string): string =>
  JSON.stringify([
    { program: 'CBMC 6.6.0 (cbmc-6.6.0)' },
    { messageText: 'Parsing harness.c', messageType: 'STATUS-MESSAGE' },
    { result },
    { messageText: 'VERIFICATION DONE', messageType: 'STATUS-MESSAGE' },
    { cProverStatus: status },
  ]);
const assignment = (lhs: string, data: string) => ({
  assignmentType: 'variable',
  hidden: false,
  internal: false,
  lhs,
  mode: 'C',
  sourceLocation: { file: 'harness.c', function: 'main', line: '8' },
  stepType: 'assignment',
  thread: 0,
  value: { binary: '0', data, name: 'integer', type: 'int', width: 32 },
});

test('a proof is what every property and the status say', () => {
  expect(readCbmcReport(output([assertion('SUCCESS'), overflow('SUCCESS')], 'success'), 1)).toEqual({
    kind: 'proved',
  });
});

test('a refutation shows the inputs as they were last set', () => {
  const trace = [
    assignment('fulcrum_input0', '0'),
    assignment('fulcrum_input0', '-7'),
    { stepType: 'failure' },
  ];
  expect(readCbmcReport(output([overflow('SUCCESS'), assertion('FAILURE', trace)], 'failure'), 1)).toEqual({
    kind: 'refuted',
    property: 'main.assertion.1: fulcrum: same result',
    inputs: ['-7'],
  });
});

test.each([
  ['no JSON', 'Segmentation fault'],
  ['cut off', output([assertion('SUCCESS')], 'success').slice(0, -20)],
  ['an error', JSON.stringify([{ messageType: 'ERROR', messageText: 'PARSING ERROR' }])],
  [
    'a function without a body',
    JSON.stringify([
      { messageType: 'WARNING', messageText: '**** WARNING: no body for function g' },
      { result: [assertion('SUCCESS')] },
      { cProverStatus: 'success' },
    ]),
  ],
  ['without the assertion', output([overflow('SUCCESS')], 'success')],
  ['success beside a failed property', output([assertion('SUCCESS'), overflow('FAILURE')], 'success')],
  ['a property that was not decided', output([assertion('UNKNOWN')], 'success')],
  ['no status', JSON.stringify([{ result: [assertion('SUCCESS')] }])],
  ['a failure without a trace', output([assertion('FAILURE')], 'failure')],
])('%s is unusable', (_name, text) => {
  expect(readCbmcReport(text, 1)).toMatchObject({ kind: 'unusable' });
});

test.each([
  ['int f(int x) { __CPROVER_assume(0); return x; }', /reserved/],
  ['#define f g\nint f(int x) { return x; }', /preprocessor/],
  ['%:define f g\nint f(int x) { return x; }', /preprocessor/],
  ['int f(int x) { asm("nop"); return x; }', /harness/],
  ['int main(void) { return 0; }', /harness/],
  ['int f(int x) { return fulcrum_input0; }', /harness/],
  ['int f(int x) { // \\\n return 1;\n return x; }', /backslash/],
])('does not ask about %j', async (text, reason) => {
  expect(forbiddenIn(text)).toMatch(reason);
  expect(await proveWithCbmc(problem(c('int f(int x) { return x; }'), c(text), X), 5)).toMatchObject({
    kind: 'unknown',
  });
});

test('the harness is C that a compiler accepts, and asserts what both functions return', () => {
  const reference = c('#include <stdint.h>\nint f(int x) { return x; }');
  const candidate = c('static int half(int v) { return v / 2; }\nint f(int x) { return half(x); }');
  const files = harnessFor(
    problem(reference, candidate, [{ name: 'x', type: 'int32', minimum: 4, maximum: 4 }]),
  );
  expect(forbiddenIn(candidate.text)).toBeNull();
  const text = files['harness.c']
    .replace('#include "reference.c"', files['reference.c'])
    .replace('#include "candidate.c"', files['candidate.c'])
    .replace('int32_t fulcrum_input0;', 'int32_t fulcrum_input0 = 4;');
  const meaning = `#include <stdio.h>
#define __CPROVER_assume(fact) printf("%d\\n", fact)
#define __CPROVER_assert(fact, name) printf("%d %s\\n", fact, name)\n`;
  expect(runCompiled(meaning + text).lines).toEqual(['1', '0 fulcrum: same result']);
});

test.runIf(!installed)('a machine without cbmc is no answer', async () => {
  const same = c('int f(int x) { return x; }');
  expect(await proveWithCbmc(problem(same, same, X), 5)).toBeNull();
});

// Skipped where `cbmc` is not on the path.
test.runIf(installed)('cbmc itself proves what is equal and refutes what is not', async () => {
  const reference = c('int f(int x) { int a[2] = {x, 1}; return a[0] & 255; }');
  const equal = c('int f(int x) { unsigned char low = x; return low; }');
  const other = c('int f(int x) { unsigned char low = x; return low ^ (x == 4711); }');
  expect(await proveWithCbmc(problem(reference, equal, X), 60)).toMatchObject({ kind: 'equal' });
  expect(await proveWithCbmc(problem(reference, other, X), 60)).toMatchObject({
    kind: 'unknown',
    reason: expect.stringContaining('x = 4711') as unknown,
  });
});
