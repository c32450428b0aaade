import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type LauncherHandle, startLauncher } from '../sandbox/launcher.ts';
import { killUnlessGone } from '../sandbox/kill-unless-gone.ts';
import { type FixtureOptions, type JudgeFixture, openJudge } from './testing/judge-fixture.ts';

let launcher: LauncherHandle;
beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

/** Asks three questions; the score is what the last answer says. */
const ORACLE = `import { defineOracle } from 'fulcrum';
export default defineOracle({ checks: [{ name: 'ask', slice: 'train', visibility: 'visible', run: async ({ subject }) => {
  let last;
  for (let question = 0; question < 3; question += 1) last = await subject.ask(question);
  return last.kind === 'value' && typeof last.value === 'number'
    ? { status: 'pass', metrics: { score: last.value } }
    : { status: 'fail', reason: JSON.stringify(last) };
} }] });`;

async function opened(options: Partial<FixtureOptions> = {}): Promise<JudgeFixture> {
  const fixture = await openJudge({ launcher, oracle: ORACLE, ...options });
  onTestFinished(() => fixture.close());
  return fixture;
}

/** Host process numbers of the sandboxed programs that a judge's candidates run in. */
function subjects(directory: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return (
          readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('/fulcrum/bin/node\0') &&
          readFileSync(`/proc/${pid}/mountinfo`, 'utf8').includes(directory.split('/').at(-1)!)
        );
      } catch {
        return false;
      }
    });
}

/** The sandboxed programs of a judge, as soon as they have come to rest: then they have said that they are there. */
async function waiting(fixture: JudgeFixture): Promise<readonly number[]> {
  let before = '';
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const found = subjects(fixture.directory);
    const used = found.map((pid) => `${pid} ${cpuTicks(pid)}`).join();
    if (found.length > 0 && used === before) return found;
    before = used;
    await sleep(250);
  }
  throw new Error('no sandbox waits');
}

/** User and system time of a process, from /proc/PID/stat (proc(5)); nothing once it is gone. */
function cpuTicks(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return fields.slice(11, 13).join(' ');
  } catch {
    return '';
  }
}

test('a sandbox waits before anything is asked, and another one after each candidate', async () => {
  const fixture = await opened();
  const [first] = await waiting(fixture);
  await fixture.ask('export const answer = () => 1;');
  for (let attempt = 0; attempt < 200 && subjects(fixture.directory).includes(first!); attempt += 1)
    await sleep(50);
  expect(subjects(fixture.directory)).not.toContain(first);
  expect(await waiting(fixture)).toHaveLength(1);
});

test('no candidate sees what another one left, nor another one at all', async () => {
  const fixture = await opened();
  const source = `import { existsSync, readdirSync, writeFileSync } from 'node:fs';
    const seen = (existsSync('/tmp/left') ? 1000 : 0) + (globalThis.left ?? 0) + readdirSync('/fulcrum/candidates').length;
    writeFileSync('/tmp/left', ''); globalThis.left = 100;
    let unwritable = 0;
    try { writeFileSync('/fulcrum/candidates/planted', ''); } catch { unwritable = 10; }
    export const answer = () => seen + unwritable;`;
  for (const mark of ['// 1', '// 2', '// 3']) {
    await waiting(fixture);
    const { verdict } = await fixture.ask(`${source}${mark}`);
    // Its own file, a read-only folder, and nothing of the one before.
    expect(verdict.checks[0]!.metrics).toEqual({ score: 11 });
  }
});

test('one that dies while it waits is replaced, and nobody is blamed', async () => {
  const fixture = await opened();
  for (const score of [1, 2]) {
    for (const pid of await waiting(fixture)) killUnlessGone(pid);
    const { verdict } = await fixture.ask(`export const answer = () => ${score};`);
    expect(verdict).toMatchObject({ status: 'pass', checks: [{ metrics: { score } }] });
  }
});

test('what a candidate changes of its files is refused, and the next one gets them as they were', async () => {
  const fixture = await opened({ files: { 'shared.js': 'export const value = 5;\n' } });
  const spoil = `import { appendFileSync } from 'node:fs';
    import { value } from './shared.js';
    try { appendFileSync(new URL('./shared.js', import.meta.url), 'spoilt'); } catch {}
    export const answer = () => value;`;
  for (const mark of ['// 1', '// 2']) {
    const { verdict } = await fixture.ask(`${spoil}${mark}`);
    expect(verdict.checks[0]!.metrics).toEqual({ score: 5 });
  }
});

test('a tree of many files is judged all the same', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 600 }, (_, n) => [`f${n % 7}/m${n}.js`, `export default ${n};\n`]),
  );
  const fixture = await opened({ files });
  for (const number of [599, 3]) {
    const { verdict } = await fixture.ask(
      `import value from './f${number % 7}/m${number}.js'; export const answer = () => value;`,
    );
    expect(verdict.checks[0]!.metrics).toEqual({ score: number });
  }
});

test('what a fresh judgement used is metered, and a screened one shares its process', async () => {
  const fixture = await opened();
  const spin = (milliseconds: number, megabytes: number): string =>
    `const held = new Uint8Array(${megabytes} * 2 ** 20).fill(1);
     export const answer = (question) => {
       const from = process.cpuUsage().user;
       while (question === 0 && process.cpuUsage().user - from < ${milliseconds} * 1000);
       return held.length;
     };`;
  const idle = await fixture.ask(spin(0, 1));
  const busy = await fixture.ask(spin(300, 100));
  const screened = await fixture.ask(spin(0, 1), { mode: 'screened' });
  expect(screened.observed).not.toHaveProperty('cpuMilliseconds');
  if (launcher.stamp.level === 3) {
    expect(busy.observed).toMatchObject({ cpuMilliseconds: null, memoryPeakBytes: null });
    return;
  }
  const used = ({ observed }: typeof idle): number => Number(observed['cpuMilliseconds']);
  const peak = ({ observed }: typeof idle): number => Number(observed['memoryPeakBytes']);
  expect(used(idle)).toBeGreaterThan(0);
  expect(used(busy)).toBeGreaterThan(300);
  expect(used(busy)).toBeGreaterThan(used(idle) + 150);
  expect(peak(busy) - peak(idle)).toBeGreaterThan(80 * 2 ** 20);
});

test('files that waiting sandboxes were to see are gone with the judge', async () => {
  const fixture = await openJudge({ launcher, oracle: ORACLE });
  await fixture.ask('export const answer = () => 1;');
  writeFileSync(join(fixture.directory, 'scratch', 'mark'), '');
  await fixture.judge.close();
  expect(readdirSync(join(fixture.directory, 'scratch'))).toEqual(['mark']);
  await fixture.close();
});
