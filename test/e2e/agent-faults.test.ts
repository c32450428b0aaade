import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../src/kernel/json.ts';
import type { LauncherHandle } from '../../src/sandbox/launcher.ts';
import { startLauncher } from '../../src/sandbox/launcher.ts';
import { processesMarked } from '../../src/sandbox/self-probe/host-processes.ts';
import { openErrands, IMPROVED, PROGRAM_HEAD as HEAD } from '../stand-ins/agent-errands.ts';

let launcher: LauncherHandle;
beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

/** What an agent does, how it is limited, and why nothing comes of it. */
const VAIN: readonly (readonly [does: string, program: string, reason: string, options?: JsonObject])[] = [
  ['says it is done', `console.log('SUMMARY: made it perfect');`, 'ended without changing anything'],
  [
    'never ends',
    'setInterval(() => {}, 1000);',
    'having changed nothing: it worked for 1 s',
    { limits: { seconds: 1 } },
  ],
  ['fails', `console.error('no luck'); process.exit(3);`, 'the agent ended with 3: no luck'],
  ['is not there', '', 'the agent did not start: spawn no-such-agent ENOENT', { argv: ['no-such-agent'] }],
  [
    'deletes its workspace',
    `rmSync('/scratch/workspace', { recursive: true });`,
    'changed or removed what is protected: package.json',
  ],
  [
    'puts a link in the place of its workspace',
    `rmSync('/scratch/workspace', { recursive: true }); symlinkSync('/fulcrum/tree', '/scratch/workspace');`,
    'protected: package.json',
  ],
  ['changes what is protected', `improve(); writeFileSync('package.json', '{}');`, 'protected: package.json'],
  [
    'puts a folder in the place of what is protected',
    `rmSync('package.json'); mkdirSync('package.json'); writeFileSync('package.json/a.ts', '');`,
    'protected: package.json',
  ],
  [
    'puts a link in the place of a file',
    `rmSync('double.ts'); symlinkSync('/etc/ld.so.cache', 'double.ts');`,
    'no files in place of: double.ts',
  ],
  [
    'writes what is no text',
    `writeFileSync('double.ts', Buffer.from([0xff, 0x00, 0xfe]));`,
    'double.ts is no text in UTF-8',
  ],
  [
    'writes too much',
    `writeFileSync('lib/huge.ts', 'x'.repeat(100001));`,
    'a file may have 100000 bytes: lib/huge.ts has 100001 bytes',
  ],
  [
    'closes a file to everyone',
    `writeFileSync('double.ts', 'x'); chmodSync('double.ts', 0);`,
    'double.ts could not be read',
  ],
  [
    'hides hooks of git',
    `mkdirSync('lib/.git/hooks', { recursive: true }); writeFileSync('lib/.git/hooks/pre-commit', 'evil');`,
    '1 new files outside the editable paths are left out: lib/.git/hooks/pre-commit',
  ],
  [
    'prints 20 MB in lines',
    `for (let n = 0; n < 20000; n += 1) console.log('x'.repeat(1000)); setInterval(() => {}, 1000);`,
    'it printed more than 10000000 bytes',
    { limits: { outputBytes: 10_000_000 } },
  ],
  ['prints 20 MB in one line', `process.stdout.write('x'.repeat(20e6));`, 'ended without changing anything'],
  [
    'prints 20 MB of errors',
    `process.stderr.write('x'.repeat(20e6), () => process.exit(4));`,
    'the agent ended with 4: xxx',
  ],
  [
    'needs too much memory',
    `const kept = []; for (;;) kept.push(Buffer.alloc(2e7, 1));`,
    'the agent ended with 137 (killed, as for needing more memory',
    { limits: { memoryBytes: 256 * 2 ** 20 } },
  ],
  ['kills whatever it can', `process.kill(-1, 'SIGKILL');`, 'the agent is lost: it took its sandbox down'],
];

describe('an agent that works in vain', () => {
  it.for(VAIN)('%s', async ([, program, reason, options]) => {
    const { proposal } = await openErrands(launcher).send(`${HEAD}${program}`, options);
    expect(proposal).toMatchObject({ kind: 'nothing', reason: expect.stringContaining(reason) });
  });

  it('forks without end, and nothing of it stays', async () => {
    const mark = `3600.${process.hrtime.bigint()}`;
    const sent = openErrands(launcher).send(
      `${HEAD}
for (let n = 0; n < 20; n += 1) spawn('setsid', ['sh', '-c', 'f() { sleep ${mark} & f | f & }; f'], { detached: true, stdio: 'inherit' }).on('error', () => {});
setInterval(() => {}, 1000);`,
      { limits: { seconds: 5, processes: 200 } },
    );
    await vi.waitUntil(() => processesMarked(mark).length > 20, { timeout: 15_000 });
    expect((await sent).proposal).toMatchObject({
      kind: 'nothing',
      reason: expect.stringContaining('worked for 5 s'),
    });
    expect(processesMarked(mark)).toEqual([]);
  });

  it('leaves a process behind that holds its output, and the file it would write later is not waited for', async () => {
    const { proposal } = await openErrands(launcher).send(`${HEAD}
improve();
spawn('sh', ['-c', 'sleep 3; echo late > double.ts; sleep 3600'], { detached: true, stdio: 'inherit' }).unref();`);
    expect(proposal).toMatchObject({ kind: 'edit', edits: [IMPROVED] });
  });
});
