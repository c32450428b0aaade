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

function withSanitizer(options: JsonObject, taskFiles: Files = {}): Promise<JudgeFixture> {
  const place = { slice: 'train', visibility: 'visible' } as const;
  return openJudge({
    launcher,
    oracle: PASSING_ORACLE,
    taskFiles,
    baseline: { 'code.c': CLEAN },
    limits: { temporaryBytes: 32 * 2 ** 20 },
    task: {
      subject: { kind: 'files' },
      oracle: {
        checks: [
          { kind: 'sanitizer', name: 'sanitizer', ...place, options },
          { kind: 'module', name: 'module', ...place, options: { module: 'oracle.ts' } },
        ],
        data: [],
      },
    },
  });
}

/** The oracle's own: calls the candidate's function with the first argument, then with the number on standard input. */
const MAIN = `
  #include <stdio.h>
  #include <stdlib.h>
  int answer(int);
  int main(int count, char **words) {
    int given = count > 1 ? atoi(words[1]) : 0, more = 0;
    if (scanf("%d", &more) != 1) more = 0;
    printf("%d\\n", answer(given) + answer(more));
    return 0;
  }`;

const CLEAN = `
  #include <stdlib.h>
  int answer(int n) { int *p = calloc(8, sizeof(int)); p[n & 7] = n & 255; int r = p[n & 7]; free(p); return r; }`;

/* Each fault needs a value of its own, which only the cases have. */
const FAULTS = {
  'heap overflow': {
    code: '#include <stdlib.h>\nint answer(int n) { int *p = malloc(40); p[n == 7 ? 10 : 1] = n; n = p[1]; free(p); return n; }',
    kind: 'AddressSanitizer: heap-buffer-overflow',
  },
  'use after free': {
    code: '#include <stdlib.h>\nint answer(int n) { int *p = calloc(4, 4); if (n == 7) free(p); n = p[1]; return n; }',
    kind: 'AddressSanitizer: heap-use-after-free',
  },
  'stack overflow': {
    code: 'int answer(int n) { volatile int p[4] = {0}; p[n == 7 ? 4 : 1] = n; return p[1]; }',
    kind: 'AddressSanitizer: stack-buffer-overflow',
  },
  'signed overflow': {
    code: 'int answer(int n) { return n == 7 ? 2147483647 + n : n; }',
    kind: 'signed integer overflow',
  },
};

const CASES = '{"arguments": ["3"]}\n{"arguments": ["5"], "input": "7"}\n';

describe('address and undefined behaviour', () => {
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await withSanitizer(
      { sources: ['*.c'], overlay: { 'main.c': 'main.c' }, cases: 'cases.jsonl' },
      { 'main.c': MAIN, 'cases.jsonl': CASES },
    );
  });
  afterAll(() => fixture.close());

  test('a clean program passes, graded by what shares its process', async () => {
    const { verdict } = await fixture.askFiles({ 'code.c': `${CLEAN}\n` });
    expect(verdict.reason).toBeNull();
    expect(verdict.checks[0]).toMatchObject({ metrics: { cases: 2, sanitizers: 2 }, grade: 'same-process' });
  });

  test.each(Object.entries(FAULTS))('a %s is reported with its place', async (_, { code, kind }) => {
    const { verdict } = await fixture.askFiles({ 'code.c': code });
    expect(verdict.status).toBe('fail');
    expect(verdict.checks[0]!.evidence).toMatchObject({
      case: 1,
      kind,
      frames: expect.arrayContaining([expect.stringContaining('code.c:')]),
    });
  });

  test.each([
    [
      'an attribute',
      '__attribute__((no_sanitize("undefined")))\nint answer(int n) { return n == 7 ? 2147483647 + n : n; }',
    ],
    [
      'an attribute behind macros',
      '#define J(a, b) a##b\n__attribute__((J(no_, sanitize)("undefined")))\nint answer(int n) { return n; }',
    ],
    ['a callback', 'void __asan_on_error(void) { }\nint answer(int n) { return n; }'],
    [
      'options of its own',
      'const char *__asan_default_options(void) { return "halt_on_error=0"; }\nint answer(int n) { return n; }',
    ],
  ])('%s against the sanitizer is refused', async (_, code) => {
    const { verdict } = await fixture.askFiles({ 'code.c': code });
    expect(verdict).toMatchObject({
      status: 'fail',
      reason: expect.stringContaining('addresses the sanitizer'),
    });
  });

  test.each([
    ['does not compile', 'int answer(int n) { return ', /does not compile/],
    ['kills itself', '#include <signal.h>\nint answer(int n) { raise(SIGKILL); return n; }', /signal 9/],
    [
      'takes away the report',
      `#include <stdlib.h>\nint answer(int n) { system("(sleep 0.3; rm -f .fulcrum-report*) &"); int *p = malloc(4); p[n == 7] = n; return p[0]; }`,
      /heap-buffer-overflow|exit|cannot be read|left no file/,
    ],
    ['brings its own program along', 'int answer(int n) { return ', /does not compile/],
  ])('one that %s fails', async (what, code, reason) => {
    const own: Files = what.startsWith('brings') ? { '.fulcrum-program': '#!/bin/sh\nexit 0\n' } : {};
    const { verdict } = await fixture.askFiles({ 'code.c': code, ...own });
    expect(verdict.status).toBe('fail');
    expect(verdict.reason).toMatch(reason);
  });
});

test('a data race is reported, and equal work under a lock is not', async () => {
  const fixture = await withSanitizer({ sources: ['*.c'], sanitizers: ['thread'] });
  const threads = (before: string, after: string): string => `
    #include <pthread.h>
    int sum; pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    void *add(void *arg) { for (int i = 0; i < 1000; i++) { ${before} sum++; ${after} } return arg; }
    int main(void) {
      pthread_t a, b;
      pthread_create(&a, 0, add, 0); pthread_create(&b, 0, add, 0);
      pthread_join(a, 0); pthread_join(b, 0);
      return 0;
    }`;
  const locked = threads('pthread_mutex_lock(&lock);', 'pthread_mutex_unlock(&lock);');
  expect((await fixture.askFiles({ 'code.c': locked })).verdict.reason).toBeNull();
  const racing = await fixture.askFiles({ 'code.c': threads('', '') });
  expect(racing.verdict.checks[0]!.evidence).toMatchObject({ kind: 'ThreadSanitizer: data race' });
  await fixture.close();
});

test('arguments can be drawn', async () => {
  const inputs = { arguments: [{ integer: [7, 7] }] };
  const fixture = await withSanitizer(
    { sources: ['*.c'], overlay: { 'main.c': 'main.c' }, sanitizers: ['undefined'], inputs, runs: 2 },
    { 'main.c': MAIN },
  );
  expect((await fixture.askFiles({ 'code.c': `${CLEAN}\n` })).verdict.checks[0]!.metrics['cases']).toBe(2);
  const { verdict } = await fixture.askFiles({ 'code.c': FAULTS['signed overflow'].code });
  expect(verdict.checks[0]!.evidence).toMatchObject({ case: 0, kind: 'signed integer overflow' });
  await fixture.close();
});

test.each([
  [{ sources: ['*.c'], compiler: 'clang' }, {}, /FULCRUM_E_CHECK_TOOL_MISSING.*clang/],
  [
    { sources: ['*.c'], cases: 'cases.jsonl' },
    { 'cases.jsonl': '{"arguments": [1]}' },
    /line 1 of cases\.jsonl/,
  ],
  [{ sources: ['*.c'], cases: 'cases.jsonl' }, { 'cases.jsonl': '\n' }, /holds no case/],
  [{ sources: [] }, {}, /sources/],
])('what it lacks is told before anything is judged: %#', async (options, files, message) => {
  await expect(withSanitizer(options, files as Files)).rejects.toThrow(message);
});
