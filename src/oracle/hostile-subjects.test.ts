import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

interface Judged {
  readonly name: string;
  readonly status: string;
  readonly reason: string | null;
  readonly statuses: readonly string[];
  readonly seconds: number;
  readonly survivors: number;
}

const PROGRAM = join(import.meta.dirname, 'testing/hostile-run.ts');
const ORDINARY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
const isRoot = process.geteuid!() === 0;
/** Time for one judgement, a new sandbox and a loaded machine; their own limit is 1.6 s. */
const MOST_SECONDS = 15;

/* Whatever a candidate does, in whichever kind of subject: it ends as a verdict in time, nothing of it is left, the host
 * was not reached, and an honest candidate passes after all of them. */
describe.each(['node', 'python', 'command'])('hostile candidates of the kind %s', (kind) => {
  test('harm nobody', { timeout: 120_000 }, async () => {
    await expectHarmless([], kind);
  });

  test.runIf(isRoot)('harm nobody when an ordinary user judges them', { timeout: 120_000 }, async () => {
    await expectHarmless(ORDINARY, kind);
  });
});

async function expectHarmless(user: readonly string[], kind: string): Promise<void> {
  const own = mkdtempSync(join(tmpdir(), 'fulcrum-hostile-'));
  chmodSync(own, 0o777);
  const [program, ...words] = [...user, process.execPath, PROGRAM, kind];
  const env = { ...process.env, TMPDIR: own };
  const { stdout } = await promisify(execFile)(program, words, { cwd: '/', env });
  const lines = stdout.trimEnd().split('\n');
  const left: unknown = JSON.parse(lines.pop()!);
  const judged = lines.map((line) => JSON.parse(line) as Judged);
  expect(judged.at(-1)).toMatchObject({ name: 'honest', status: 'pass' });
  expect(judged.filter(({ status, statuses }) => !statuses.includes(status))).toEqual([]);
  expect(judged.filter(({ seconds, survivors }) => seconds > MOST_SECONDS || survivors > 0)).toEqual([]);
  expect(judged.length).toBeGreaterThan(10);
  expect(left).toEqual({ contacts: 0, groups: [], mounts: [], survivors: 0 });
  expect(readdirSync(own)).toEqual([]);
  rmdirSync(own);
}
