import { createHash, generateKeyPairSync } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../src/kernel/contracts/ledger.ts';
import { openLedger, readLedger } from '../../src/ledger/sqlite-ledger.ts';
import type { CandidateStory } from '../../src/surfaces/cli/candidate-story.ts';
import {
  fulcrum,
  fulcrumHere,
  jsonLines,
  TINY_ORACLE,
  TINY_TASK,
  tinyTask,
} from '../stand-ins/command-line.ts';

const keys = mkdtempSync(join(tmpdir(), 'fulcrum-keys-'));
/** Under this seed a candidate without error is kept early. */
const TASK = TINY_TASK.replace('pipeline: 4', 'pipeline: 4\ncontrol: null')
  .replace('evaluations: 40', 'evaluations: 12')
  .replace('seed: 1', 'seed: 6');
let home = '';

beforeAll(async () => {
  for (const name of ['mine', 'other']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(keys, `${name}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    });
    writeFileSync(join(keys, `${name}.pub`), publicKey.export({ type: 'spki', format: 'pem' }));
  }
  home = tinyTask({ 'fulcrum.yaml': TASK });
  expect((await withKey('mine', ['run', '--display', 'none'])).code).toBe(0);
});
afterAll(() => {
  rmSync(home, { recursive: true });
  rmSync(keys, { recursive: true });
});

/** The children of this process inherit its environment. */
async function withKey(name: string, parameters: readonly string[]) {
  process.env['FULCRUM_ORACLE_KEY'] = join(keys, `${name}.pem`);
  try {
    return await fulcrum(parameters, home);
  } finally {
    process.env['FULCRUM_ORACLE_KEY'] = '';
  }
}

async function verification(parameters: readonly string[] = []) {
  const { code, stdout } = await fulcrumHere(['verify', '--json', '--no-rejudge', ...parameters], home);
  const finding = jsonLines(stdout).find(({ name }) => name === 'signatures');
  return { code, ok: finding?.['ok'], detail: String(finding?.['detail']), fault: finding?.['code'] };
}

function entriesOf(name: string): LedgerEntry[] {
  const ledger = readLedger(join(home, '.fulcrum', name));
  const entries = [...ledger.entries()];
  ledger.close();
  return entries;
}

/** A copy of the run with other entries, its chain and its blobs in order. */
function forge(name: string, change: (entries: LedgerEntry[]) => LedgerEntry[]): void {
  const source = readLedger(join(home, '.fulcrum/main'));
  const target = openLedger(join(home, '.fulcrum', name));
  const hashes = new Set(JSON.stringify([...source.entries()]).match(/[0-9a-f]{64}/g));
  for (const hash of hashes) copyBlob(source, target, hash);
  target.append(change([...source.entries()]));
  target.close();
  source.close();
}

function copyBlob(
  source: ReturnType<typeof readLedger>,
  target: ReturnType<typeof openLedger>,
  hash: string,
): void {
  let bytes: Uint8Array;
  try {
    bytes = source.get(hash);
  } catch {
    // Not every hash names a blob.
    return;
  }
  target.put(bytes);
  const text = new TextDecoder().decode(bytes);
  for (const inner of text.match(/[0-9a-f]{64}/g) ?? []) copyBlob(source, target, inner);
}

describe('a signed run', () => {
  it('holds by itself and under its own key, given as a fingerprint or a file', async () => {
    const { code, ok, detail } = await verification();
    expect([code, ok]).toEqual([0, true]);
    const judged = entriesOf('main').filter(
      ({ event: { type } }) => type.endsWith('-judged') && type !== 'baseline-judged',
    ).length;
    expect(detail).toContain(`${judged + 2} verdicts by key `);
    const fingerprint = /[0-9a-f]{64}/.exec(detail)![0];
    expect(await verification(['--key', fingerprint])).toMatchObject({ code: 0, ok: true });
    expect(await verification(['--key', join(keys, 'mine.pub')])).toMatchObject({ code: 0, ok: true });
    expect((await fulcrumHere(['verify', '--key', 'nonsense'], home)).code).toBe(2);
  });

  it('is refused under another key', async () => {
    const found = await verification(['--key', join(keys, 'other.pub')]);
    expect(found).toMatchObject({ code: 6, ok: false, fault: 'FULCRUM_E_SIGNATURE_KEY' });
  });

  it('is found out when its chain was made anew around a better figure', async () => {
    forge('forged', (entries) =>
      entries.map(
        (entry) => JSON.parse(JSON.stringify(entry).replaceAll('"error":0}', '"error":-1}')) as LedgerEntry,
      ),
    );
    expect(JSON.stringify(entriesOf('forged'))).toContain('"error":-1}');
    const found = await verification(['--name', 'forged']);
    expect(found).toMatchObject({ code: 6, ok: false, fault: 'FULCRUM_E_SIGNATURE_INVALID' });
  });

  it('is found out when signatures are gone, and unsigned when nothing speaks of them any more', async () => {
    forge('stripped', (entries) =>
      entries.map(({ event, observed }) =>
        event.type === 'run-started' ? { event, observed } : { event, observed: {} },
      ),
    );
    expect(await verification(['--name', 'stripped'])).toMatchObject({
      code: 6,
      fault: 'FULCRUM_E_SIGNATURE_MISSING',
    });
    forge('bare', (entries) => entries.map(({ event }) => ({ event, observed: {} })));
    const bare = await verification(['--name', 'bare']);
    expect([bare.code, bare.ok, bare.detail]).toEqual([0, null, expect.stringContaining('unsigned')]);
    const demanded = await verification(['--name', 'bare', '--key', join(keys, 'mine.pub')]);
    expect(demanded).toMatchObject({ code: 6, fault: 'FULCRUM_E_SIGNATURE_KEY' });
  });

  it('comes to the same replay head under another key', async () => {
    expect((await withKey('other', ['run', '--name', 'again', '--display', 'none'])).code).toBe(0);
    expect((await verification(['--name', 'again', '--key', join(keys, 'other.pub')])).ok).toBe(true);
    const heads = await Promise.all(
      ['main', 'again'].map(
        async (name) =>
          jsonLines((await fulcrumHere(['status', '--json', '--name', name], home)).stdout)[0]!['head'],
      ),
    );
    const [main, again] = heads as { readonly hash: string; readonly replay: string }[];
    expect(again!.replay).toBe(main!.replay);
    expect(again!.hash).not.toBe(main!.hash);
  });

  it('goes on under its own key alone', async () => {
    const more = ['resume', '--evaluations', '15', '--display', 'none'];
    const refused = await withKey('other', more);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('FULCRUM_E_ORACLE_KEY_CHANGED'),
    ]);
    const unsafe = await withKey('mine', [...more, '--unsafe-no-sandbox']);
    expect([unsafe.code, unsafe.stderr]).toEqual([
      2,
      expect.stringContaining('FULCRUM_E_ORACLE_KEY_CHANGED'),
    ]);
    expect((await withKey('mine', more)).code).toBe(0);
    expect(await verification()).toMatchObject({ code: 0, ok: true });
  });
});

it('without a sandbox nothing is signed: the key lies where the candidate could read it', async () => {
  const run = await withKey('mine', ['run', '--name', 'unsafe', '--unsafe-no-sandbox', '--display', 'none']);
  expect(run.code).toBe(0);
  expect(await verification(['--name', 'unsafe'])).toMatchObject({ code: 0, ok: null });
});

describe('a task that says who wrote its tests, and how they were audited', () => {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const audit = {
    oracle: sha256(JSON.stringify([['oracle.ts', sha256(TINY_ORACLE)]])),
    checks: { unseen: { passesTrusted: true, mutantsKilled: 2 } },
  };
  const task = TASK.replace(
    'oracle: { module: oracle.ts }',
    'oracle: { module: oracle.ts, author: { kind: person, family: A. Tester }, audit: audit.json }',
  );
  const place = tinyTask({ 'fulcrum.yaml': task, 'audit.json': JSON.stringify(audit) });
  afterAll(() => rmSync(place, { recursive: true }));

  const run = (name: string) => fulcrum(['run', '--name', name, '--display', 'plain'], place);
  const gradeOfUnseen = async (name: string, candidate: string) => {
    const { stdout } = await fulcrumHere(['show', candidate, '--name', name, '--json'], place);
    const { judgements } = jsonLines(stdout)[0] as unknown as Pick<CandidateStory, 'judgements'>;
    return judgements.flatMap(({ verdict }) => verdict.checks).find(({ check }) => check === 'unseen')!;
  };

  it('gets the grade where it is borne out, and says where it is not', async () => {
    const { stdout } = await run('main');
    expect(stdout).toMatch(
      /baseline .*\n.*\] unseen is not independent: the author of the candidate is not known\n/,
    );
    expect(await gradeOfUnseen('main', 'best')).toMatchObject({ grade: 'independent' });
    expect(await gradeOfUnseen('main', 'baseline')).toMatchObject({ grade: 'held-out' });
    expect(stdout).toMatch(/unseen +error .* held-out +held out/);
  });

  it('loses it when the oracle is another than was audited', async () => {
    appendFileSync(join(place, 'oracle.ts'), '\n');
    const { stdout } = await run('changed');
    expect(stdout).toContain('audit.json is the audit of another version of the oracle');
    expect(await gradeOfUnseen('changed', 'best')).toMatchObject({ grade: 'held-out' });
  });
});

describe('grades', () => {
  const said = async (...parameters: string[]) => (await fulcrumHere(parameters, home)).stdout;

  it('stand beside every figure that a command prints', async () => {
    expect(await said('status')).toMatch(
      /baseline +\d+ \[separate-process\]\n.*incumbent +\d+ \[separate-process\]/s,
    );
    expect(await said('best')).toMatch(/: \d+ \[separate-process\] \(baseline \d+ \[separate-process\]\)/);
    expect(await said('show', 'best')).toMatch(
      /known: error \d+ \[separate-process, visible\]; .*\[held-out,/s,
    );
    for (const line of (await said('explain', 'best'))
      .split('\n')
      .filter((text) => /^ +(?:holds|fails|pass) /.test(text)))
      expect(line).toMatch(/\[(?:separate-process|held-out)/);
    const figures = (await said('log')).split('\n').filter((line) => /-judged|-decided/.test(line));
    expect(figures.length).toBeGreaterThanOrEqual(2 * 12);
    for (const line of figures) expect(line).toMatch(/ \[separate-process\]$/);
  });

  it('stand in every line for programs that has a figure', async () => {
    const [status] = jsonLines(await said('status', '--json'));
    expect(status!['scores']).toMatchObject({
      baseline: { grade: 'separate-process' },
      incumbent: { grade: 'separate-process' },
    });
    expect(jsonLines(await said('best', '--json'))[0]).toMatchObject({ grade: 'separate-process' });
    const entries = jsonLines(await said('log', '--json'));
    for (const { event, grade } of entries) {
      const { type } = event as { type: string };
      expect([type, grade]).toEqual([type, /-judged|-decided/.test(type) ? 'separate-process' : undefined]);
    }
  });
});
