import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { startLauncher } from '../sandbox/launcher.ts';
import type { JudgeFixture } from './testing/judge-fixture.ts';
import { openJudge } from './testing/judge-fixture.ts';

const CANDIDATE = 'export const answer = (value: unknown) => value;';

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'none' });
});

afterAll(() => launcher.close());

/** An oracle whose one check has this body. */
const checking = (body: string): string => `
  import { writeSync } from 'node:fs';
  import { defineOracle } from 'fulcrum';
  export default defineOracle({ checks: [{ name: 'broken', slice: 'train', visibility: 'visible', run: async ({ subject, random, remember, signal, inputs }) => {
    ${body}
  } }] });`;

async function judgeOnce(oracle: string, candidate = CANDIDATE): Promise<unknown> {
  const fixture = await openJudge({
    launcher,
    oracle,
    limits: { questionSeconds: 0.5, judgementSeconds: 0.5 },
    judge: { oracleSeconds: 1.5 },
  });
  try {
    return (await fixture.ask(candidate)).verdict;
  } finally {
    await fixture.close();
  }
}

const fault = (code: string, text: RegExp): object => ({
  facts: { code, domain: 'oracle' },
  message: expect.stringMatching(text),
});

const PASS = `return { status: 'pass', metrics: { score: 1 } };`;

const BROKEN: readonly (readonly [name: string, body: string, code: string, message: RegExp])[] = [
  ['throws', `throw new Error('oops');`, 'FULCRUM_E_ORACLE_THREW', /oops.*check "broken"/s],
  [
    'reads what is not in the answer',
    '(await subject.ask(null)).value.length;',
    'FULCRUM_E_ORACLE_THREW',
    /TypeError.*"broken"/s,
  ],
  [
    'asks what is no plain data',
    'await subject.ask(() => 1);',
    'FULCRUM_E_ORACLE_THREW',
    /a function.*"broken"/s,
  ],
  ['loops forever', 'for (;;);', 'FULCRUM_E_ORACLE_HUNG', /2\.5 s.*check "broken"/s],
  ['never comes back', 'await new Promise(() => {});', 'FULCRUM_E_ORACLE_HUNG', /check "broken"/],
  [
    'exits',
    `console.error('last words'); process.exit(0);`,
    'FULCRUM_E_ORACLE_EXITED',
    /code 0.*last words.*check "broken"/s,
  ],
  [
    'is killed',
    `process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});`,
    'FULCRUM_E_ORACLE_EXITED',
    /SIGKILL/,
  ],
  [
    'writes to the controller',
    `writeSync(3, 'garbage\\n'); await new Promise(() => {});`,
    'FULCRUM_E_ORACLE_INVALID',
    /channel.*"broken"/s,
  ],
  [
    'reports for itself',
    `writeSync(3, '{"type":"verdict"}\\n'); await new Promise(() => {});`,
    'FULCRUM_E_ORACLE_INVALID',
    /channel/,
  ],
  ['returns nothing', '', 'FULCRUM_E_ORACLE_INVALID', /no outcome.*"broken"/s],
  [
    'returns another status',
    `return { status: 'good' };`,
    'FULCRUM_E_ORACLE_INVALID',
    /neither "pass" nor "fail"/,
  ],
  ['fails without a reason', `return { status: 'fail' };`, 'FULCRUM_E_ORACLE_INVALID', /without a reason/],
  [
    'has functions as evidence',
    `return { status: 'pass', metrics: { score: 1 }, evidence: [() => 1] };`,
    'FULCRUM_E_ORACLE_INVALID',
    /evidence/,
  ],
  [
    'throws where nobody waits',
    `setTimeout(() => { throw new Error('late'); }); await new Promise(() => {});`,
    'FULCRUM_E_ORACLE_THREW',
    /late/,
  ],
  [
    'rejects where nobody waits',
    `void Promise.reject(new Error('late')); await new Promise(() => {});`,
    'FULCRUM_E_ORACLE_THREW',
    /late/,
  ],
  [
    'remembers a promise',
    `remember('input', async () => 1); ${PASS}`,
    'FULCRUM_E_ORACLE_THREW',
    /not with a promise/,
  ],
  [
    'changes what it remembered',
    `remember('input', () => [2, 1]).sort(); ${PASS}`,
    'FULCRUM_E_ORACLE_THREW',
    /read only/,
  ],
];

describe('a check that', () => {
  /* One oracle holds them all, and the inputs' label chooses. */
  let fixture: JudgeFixture;

  beforeAll(async () => {
    const bodies = BROKEN.map(([name, body]) => `if (inputs === ${JSON.stringify(name)}) { ${body} }`);
    fixture = await openJudge({
      launcher,
      oracle: checking(bodies.join('\nelse ')),
      limits: { questionSeconds: 0.5, judgementSeconds: 0.5 },
      judge: { oracleSeconds: 1.5 },
    });
  });

  afterAll(() => fixture.close());

  test.each(BROKEN)('%s stops the run', async (name, _, code, message) => {
    await expect(fixture.ask(CANDIDATE, { inputs: name })).rejects.toMatchObject(fault(code, message));
  });

  test('prints disturbs nothing', async () => {
    const verdict = await judgeOnce(checking(`console.log('{"type":"judged","id":1}'); ${PASS}`));
    expect(verdict).toMatchObject({ status: 'pass' });
  });

  test.each([
    ['process.exit(0)', 'crash'],
    ['undefined', 'refused'],
  ])('swallows the end of a candidate that answers %s does not save that', async (expression, status) => {
    const verdict = await judgeOnce(
      checking(`try { await subject.ask(1); } catch {} ${PASS}`),
      `export const answer = () => ${expression};`,
    );
    expect(verdict).toMatchObject({ status, checks: [{ metrics: {}, questions: 1 }] });
  });

  test.each([
    ['{ for (;;); }', 'timeout'],
    ['{}', 'refused'],
  ])('does not wait for the answer of %s is judged with it all the same', async (body, status) => {
    const verdict = await judgeOnce(
      checking(`void subject.ask(1).catch(() => {}); ${PASS}`),
      `export const answer = () => ${body};`,
    );
    expect(verdict).toMatchObject({ status });
  });

  test('asks side by side gets the answers in order', async () => {
    const verdict = await judgeOnce(
      checking(`const answers = await Promise.all([1, 2, 3].map((number) => subject.ask(number)));
        return { status: 'pass', metrics: { score: Number(answers.map(({ value }) => value).join('')) } };`),
    );
    expect(verdict).toMatchObject({ status: 'pass', checks: [{ questions: 3, metrics: { score: 123 } }] });
  });

  test('is given a signal that says when the candidate has ended', async () => {
    const verdict = await judgeOnce(
      checking(`const gone = new Promise((resolve) => signal.addEventListener('abort', resolve));
        subject.ask(1).catch(() => {}); await gone; ${PASS}`),
      'export const answer = () => process.exit(0);',
    );
    expect(verdict).toMatchObject({ status: 'crash' });
  });
});

describe('an oracle module that', () => {
  test.each([
    ['throws', `throw new Error('at import');`, 'FULCRUM_E_ORACLE_INVALID', /at import/],
    ['is no program', 'export default (', 'FULCRUM_E_ORACLE_INVALID', /cannot be loaded/],
    ['exports no oracle', 'export default { checks: [] };', 'FULCRUM_E_ORACLE_INVALID', /no oracle/],
    [
      'has no checks',
      `import { defineOracle } from 'fulcrum'; export default defineOracle({ checks: [] });`,
      'FULCRUM_E_ORACLE_INVALID',
      /no visible check/,
    ],
    [
      'serves another slice',
      checking('').replace(`'train'`, `'other'`),
      'FULCRUM_E_ORACLE_INVALID',
      /"train"/,
    ],
    ['exits', 'process.exit(3);', 'FULCRUM_E_ORACLE_EXITED', /code 3/],
    [
      'never finishes loading',
      'await new Promise((resolve) => setTimeout(resolve, 60_000));',
      'FULCRUM_E_ORACLE_HUNG',
      /2\.5 s/,
    ],
  ])('%s is refused at the start', async (_, oracle, code, text) => {
    await expect(judgeOnce(oracle)).rejects.toMatchObject(fault(code, text));
  });
});

test('after an oracle has ended, the next judgement gets a new one', async () => {
  const fixture = await openJudge({
    launcher,
    oracle: checking(`const answer = await subject.ask(1);
      if (answer.value === 'die') process.exit(1);
      return { status: 'pass', metrics: { score: 1 } };`),
  });
  await expect(fixture.ask(`export const answer = () => 'die';`)).rejects.toMatchObject(
    fault('FULCRUM_E_ORACLE_EXITED', /./),
  );
  expect((await fixture.ask(CANDIDATE)).verdict.status).toBe('pass');
  await fixture.close();
});
