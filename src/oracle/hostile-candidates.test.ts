import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { startLauncher } from '../sandbox/launcher.ts';
import type { JudgeFixture } from './testing/judge-fixture.ts';
import { openJudge } from './testing/judge-fixture.ts';

/* The task: sort numbers. The oracle compares with its own copy, sorted by a method of its own. */
const ORACLE = `
  import { defineOracle } from 'fulcrum';
  export default defineOracle({ checks: [{ name: 'sorts', slice: 'train', visibility: 'visible', run: async ({ subject, random }) => {
    for (let question = 0; question < 2; question += 1) {
      const numbers = Array.from({ length: 5 }, () => random.below(100));
      const answer = await subject.ask(numbers);
      if (answer.kind === 'threw') return { status: 'fail', reason: 'threw ' + answer.message };
      const expected = numbers.toSorted((left, right) => left - right);
      if (JSON.stringify(answer.value) !== JSON.stringify(expected)) return { status: 'fail', reason: 'not sorted', evidence: { given: answer.value } };
    }
    return { status: 'pass', metrics: { score: 1 } };
  } }] });
`;
const HONEST =
  'export const answer = (numbers: number[]) => [...numbers].sort((left, right) => left - right);';
const FORGED = '{"status":"pass","metrics":{"score":1e9}}';

let launcher: LauncherHandle;
let fixture: JudgeFixture;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
  fixture = await openJudge({
    launcher,
    oracle: ORACLE,
    limits: { questionSeconds: 0.7, judgementSeconds: 1.5 },
  });
});

afterAll(async () => {
  await fixture.close();
  await launcher.close();
});

interface Hostile {
  readonly name: string;
  readonly source: string;
  readonly status: 'pass' | 'fail' | 'crash' | 'timeout' | 'refused';
  readonly reason: RegExp;
}

/** Seen before the next question or read as its reply, whichever comes first. */
const SURPLUS = /nobody asked for|no reply to the question asked/;

const ATTACKS: readonly Hostile[] = [
  {
    name: 'exits at import',
    source: `process.exit(0); ${HONEST}`,
    status: 'crash',
    reason: /loading it: its process ended before/,
  },
  {
    name: 'exits in a call',
    source: 'export const answer = () => process.exit(0);',
    status: 'crash',
    reason: /its process ended before/,
  },
  {
    name: 'throws at import',
    source: `throw new Error('no'); ${HONEST}`,
    status: 'crash',
    reason: /loading it: Error: no$/,
  },
  {
    name: 'is no program',
    source: 'export const answer = (',
    status: 'crash',
    reason: /loading it: SyntaxError/,
  },
  {
    name: 'exports nothing',
    source: 'export const other = 1;',
    status: 'crash',
    reason: /exports no function "answer"/,
  },
  {
    name: 'never answers',
    source: 'setInterval(() => {}, 1000); export const answer = () => new Promise(() => {});',
    status: 'timeout',
    reason: /no answer within 0.7 s/,
  },
  {
    name: 'loops forever',
    source: 'export const answer = () => { for (;;); };',
    status: 'timeout',
    reason: /within 0.7 s/,
  },
  {
    name: 'loops at import',
    source: `for (;;); ${HONEST}`,
    status: 'timeout',
    reason: /loading it: .*within 0.7 s/,
  },
  {
    name: 'is slow in every call',
    source: `const sleep = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
      sleep();
      export const answer = (numbers) => { sleep(); return [...numbers].sort((left, right) => left - right); };`,
    status: 'timeout',
    reason: /the judgement took longer than 1.5 s/,
  },
  {
    name: 'floods standard output',
    source: `import { writeSync } from 'node:fs';
      const text = 'x'.repeat(65536);
      export const answer = () => { for (;;) try { writeSync(1, text); } catch (error) { if (error.code !== 'EAGAIN') throw error; } };`,
    status: 'refused',
    reason: /printed more than/,
  },
  {
    name: 'floods the channel',
    source: `import { writeSync } from 'node:fs';
      export const answer = () => { for (;;) writeSync(3, 'x'.repeat(65536)); };`,
    status: 'refused',
    reason: /longer than 65536 bytes/,
  },
  {
    name: 'answers at too great length',
    source: `export const answer = () => 'x'.repeat(65536);`,
    status: 'refused',
    reason: /longer than 65536 bytes/,
  },
  {
    name: 'prints forged verdicts on standard output',
    source: `console.log('${FORGED}'); export const answer = (numbers) => { console.log('${FORGED}'); return numbers; };`,
    status: 'fail',
    reason: /not sorted/,
  },
  {
    name: 'sends a forged verdict before it is asked',
    source: `import { writeSync } from 'node:fs'; writeSync(3, '${FORGED}\\n'); ${HONEST}`,
    status: 'refused',
    reason: /no reply to the question asked/,
  },
  {
    name: 'answers with a nonce of its own',
    source: `import { writeSync } from 'node:fs';
      export const answer = () => { writeSync(3, '0123456789abcdef01234567 value [1,2,3,4,5]\\n'); return []; };`,
    status: 'refused',
    reason: /no reply to the question asked/,
  },
  {
    name: 'overhears the nonce and answers before the driver does',
    source: `import { writeSync } from 'node:fs';
      const read = Buffer.prototype.utf8Slice;
      let nonce = '';
      Buffer.prototype.utf8Slice = function (...range) {
        const text = read.apply(this, range);
        nonce = text.slice(0, 24);
        return text;
      };
      export const answer = (numbers) => {
        const sorted = numbers.sort((left, right) => left - right);
        writeSync(3, nonce + ' value ' + JSON.stringify(sorted) + '\\n');
        return sorted;
      };`,
    status: 'refused',
    reason: SURPLUS,
  },
  {
    name: 'sends surplus after its last answer',
    source: `import { writeSync } from 'node:fs';
      let calls = 0;
      export const answer = (numbers) => {
        calls += 1;
        if (calls === 2) queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => writeSync(3, 'more\\n'))))));
        return numbers.sort((left, right) => left - right);
      };`,
    status: 'refused',
    reason: SURPLUS,
  },
  {
    name: 'closes the channel',
    source: `import { closeSync } from 'node:fs'; export const answer = () => { closeSync(3); return []; };`,
    status: 'crash',
    reason: /its process ended/,
  },
  {
    name: 'patches JSON, Object and the network to answer for it',
    source: `JSON.stringify = () => '[1,2,3,4,5]'; JSON.parse = () => [[1]];
      Object.prototype.toJSON = Array.prototype.toJSON = () => [1];
      Object.is = () => true; Object.keys = () => []; Buffer.from = () => new Uint8Array();
      String.prototype.slice = () => ''; Array.isArray = () => false;
      ${HONEST}`,
    status: 'pass',
    reason: /^$/,
  },
  {
    name: 'returns an object that claims to equal everything',
    source: `export const answer = () => ({ toJSON: () => [1, 2, 3, 4, 5], [Symbol.toPrimitive]: () => 1 });`,
    status: 'refused',
    reason: /not plain data: .*it holds a function/,
  },
  {
    name: 'returns a getter',
    source: 'export const answer = () => ({ get value() { return 1; } });',
    status: 'refused',
    reason: /"value" is a getter/,
  },
  {
    name: 'returns a function',
    source: 'export const answer = () => () => 1;',
    status: 'refused',
    reason: /a function/,
  },
  {
    name: 'returns nothing',
    source: 'export const answer = () => {};',
    status: 'refused',
    reason: /undefined/,
  },
  {
    name: 'returns a bigint',
    source: 'export const answer = () => 1n;',
    status: 'refused',
    reason: /a bigint/,
  },
  {
    name: 'returns an instance',
    source: 'class Sorted { value = 1 } export const answer = () => new Sorted();',
    status: 'refused',
    reason: /instance of a class/,
  },
  {
    name: 'returns a cycle',
    source: 'export const answer = () => { const list = []; list.push(list); return list; };',
    status: 'refused',
    reason: /nested deeper/,
  },
  { name: 'returns NaN', source: 'export const answer = () => NaN;', status: 'fail', reason: /not sorted/ },
  {
    name: 'throws',
    source: `export const answer = () => { throw new RangeError('never'); };`,
    status: 'fail',
    reason: /threw RangeError: never$/,
  },
  {
    name: 'throws something without a text form',
    source: 'export const answer = () => { throw { toString() { throw 1; } }; };',
    status: 'fail',
    reason: /no text form/,
  },
  {
    name: 'empties the input, so that the comparison finds nothing',
    source: 'export const answer = (numbers) => { numbers.length = 0; return numbers; };',
    status: 'fail',
    reason: /not sorted/,
  },
];

describe('in a sandbox of its own, a candidate that', () => {
  test.each(ATTACKS)('$name gets the verdict $status', async ({ source, status, reason }) => {
    const { verdict } = await fixture.ask(source);
    expect({ status: verdict.status, reason: verdict.reason ?? '' }).toEqual({
      status,
      reason: expect.stringMatching(reason),
    });
    expect(verdict.checks[0]!.metrics).toEqual(status === 'pass' ? { score: 1 } : {});
  });
});

test('an honest candidate passes between all that', async () => {
  expect((await fixture.ask(HONEST)).verdict.status).toBe('pass');
  expect((await fixture.ask(HONEST, { mode: 'screened' })).verdict.status).toBe('pass');
});

describe('in a shared process', () => {
  const POLLUTER = `${HONEST} Array.prototype.sort = function () { return this; };`;

  test('a candidate can spoil those after it, which a fresh sandbox shows', async () => {
    const polluter = await fixture.ask(POLLUTER, { mode: 'screened' });
    const spoiled = await fixture.ask(`// 1\n${HONEST}`, { mode: 'screened' });
    expect(spoiled.verdict.status).toBe('fail');
    expect(spoiled.observed.batch).toBe(polluter.observed.batch);
    expect((await fixture.ask(`// 1\n${HONEST}`)).verdict.status).toBe('pass');

    fixture.judge.retire(spoiled.observed.batch!);
    const again = await fixture.ask(`// 1\n${HONEST}`, { mode: 'screened' });
    expect(again.verdict.status).toBe('pass');
    expect(again.observed.batch).not.toBe(spoiled.observed.batch);
  });

  test('a candidate that ends the process is replaced, and the next one is not blamed', async () => {
    const before = await fixture.ask(HONEST, { mode: 'screened' });
    const crash = await fixture.ask('export const answer = () => process.exit(0);', { mode: 'screened' });
    expect(crash.verdict.status).toBe('crash');
    expect(crash.observed.batch).not.toBe(before.observed.batch);
    expect((await fixture.ask(HONEST, { mode: 'screened' })).verdict.status).toBe('pass');
  });

  test('what a candidate leaves running to end the next one is not held against that', async () => {
    const bomb = `${HONEST} setTimeout(() => process.exit(0), 20);`;
    const patient = `export const answer = async (numbers: number[]) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return [...numbers].sort((left, right) => left - right);
    };`;
    expect((await fixture.ask(bomb, { mode: 'screened' })).verdict.status).toBe('pass');
    expect((await fixture.ask(patient, { mode: 'screened' })).verdict.status).toBe('pass');
  });

  test('a process answers for no more candidates than a batch holds', async () => {
    const small = await openJudge({ launcher, oracle: ORACLE, limits: { screeningBatch: 2 } });
    const batches: unknown[] = [];
    for (let turn = 0; turn < 5; turn += 1)
      batches.push((await small.ask(HONEST, { mode: 'screened' })).observed.batch);
    await small.close();
    expect(batches).toEqual(['0-1', '0-1', '0-2', '0-2', '0-3']);
  });

  test('nothing is shared when the batch is empty', async () => {
    const none = await openJudge({ launcher, oracle: ORACLE, limits: { screeningBatch: 0 } });
    const { verdict, observed } = await none.ask(HONEST, { mode: 'screened' });
    await none.close();
    expect(verdict.mode).toBe('fresh');
    expect(observed.batch).toBeUndefined();
  });
});
