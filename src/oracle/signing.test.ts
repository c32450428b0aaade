import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oracleIdentity, verdictStatement } from '../kernel/attestation.ts';
import type { Author } from '../kernel/authorship.ts';
import type { JudgeReply } from '../kernel/contracts/judge.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { Slices } from '../kernel/task.ts';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { startLauncher } from '../sandbox/launcher.ts';
import type { SigningOrder } from './signer.ts';
import type { FixtureOptions, JudgeFixture } from './testing/judge-fixture.ts';
import { memoryStore, openJudge, treeOf } from './testing/judge-fixture.ts';

const ORACLE = `
  import { defineOracle } from 'fulcrum';
  const check = (name, slice, visibility, grade) => ({
    name, slice, visibility, ...(grade ? { grade } : {}),
    run: async ({ subject }) => {
      const answer = await subject.ask(21);
      return answer.value === 42 ? { status: 'pass', metrics: { score: 1 } } : { status: 'fail', reason: 'not doubled', evidence: answer };
    },
  });
  export default defineOracle({ checks: [
    check('seen', 'train', 'visible', 'independent'),
    check('unseen', 'test', 'held-out', 'independent'),
    check('own', 'test', 'held-out'),
  ] });
`;
const HONEST = 'export const answer = (number: number): number => 2 * number;';
const SLICES: Slices = {
  visible: ['train'],
  heldOut: [{ name: 'test', metric: 'score', direction: 'maximize', tolerance: 0 }],
};
const TASK = '12'.repeat(32);
const TESTER: Author = { kind: 'model', family: 'gemini', context: [], at: null };
const MUTATION = { proposer: 'mutation', operator: 'swap', summary: '', author: by('fulcrum-mutation') };

const folder = mkdtempSync(join(tmpdir(), 'fulcrum-signing-test-'));
const keyFile = join(folder, 'state/oracle-key.pem');
let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(async () => {
  await launcher.close();
  rmSync(folder, { recursive: true });
});

function by(family: string): Author {
  return { kind: 'program', family, context: [], at: null };
}

function order(fields: Partial<SigningOrder> = {}): SigningOrder {
  return {
    key: { file: keyFile, create: true },
    task: TASK,
    oracle: { files: [['oracle.ts', sha256(ORACLE)]], audit: null },
    audit: { kind: 'none', reason: null },
    version: 'test',
    ...fields,
  };
}

function open(options: Partial<FixtureOptions> = {}): Promise<JudgeFixture> {
  return openJudge({
    launcher,
    oracle: ORACLE,
    slices: SLICES,
    ...options,
    judge: { signing: order(), ...options.judge },
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Checked with what is known outside the judge: the text that has to be signed, and the public key. */
function isSigned({ judge }: JudgeFixture, tree: string, { verdict, observed }: JudgeReply): boolean {
  const { publicKey, environment } = judge.attestation!;
  const context = {
    candidate: tree,
    task: TASK,
    oracle: sha256(oracleIdentity([['oracle.ts', sha256(ORACLE)]])),
    seedCommitment: sha256('seed'),
    environment: sha256(canonicalJson(environment)),
  };
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  const statement = Buffer.from(verdictStatement(context, verdict));
  return verify(null, statement, key, Buffer.from(observed.signature ?? '', 'base64'));
}

const treeWith = (source: string): string => treeOf(memoryStore(), { 'candidate.ts': source });

describe('a judge that signs', () => {
  let fixture: JudgeFixture;

  beforeAll(async () => {
    fixture = await open({ judge: { workers: 2 } });
  });
  afterAll(() => fixture.close());

  test.each([
    ['a pass', HONEST, 'pass', 'fresh'],
    ['a screened pass', HONEST, 'pass', 'screened'],
    [
      'a fail, with what was answered',
      'export const answer = () => [NaN, -0, "\\ud800", { __proto__: null }];',
      'fail',
      'fresh',
    ],
    ['a crash', 'export const answer = () => process.exit(0);', 'crash', 'fresh'],
    ['a candidate that cannot be loaded', 'export const answer = (', 'crash', 'screened'],
  ] as const)('signs %s', async (_, source, status, mode) => {
    const reply = await fixture.ask(source, { mode });
    expect(reply.verdict).toMatchObject({ status, mode });
    expect(isSigned(fixture, treeWith(source), reply)).toBe(true);
    expect(isSigned(fixture, treeWith(`${source} `), reply)).toBe(false);
  });

  test('says what it judges with, and nothing that names the machine', () => {
    const { environment, oracle, scheme } = fixture.judge.attestation!;
    expect(scheme).toBe('fulcrum/verdict/1');
    expect(environment).toEqual({
      fulcrum: 'test',
      node: process.version,
      system: `${process.platform} ${process.arch}`,
      kernel: expect.stringMatching(/^\d/) as string,
    });
    expect(oracle).toEqual({ files: [['oracle.ts', sha256(ORACLE)]], audit: null });
  });

  test('keeps its key where no candidate can look', async () => {
    expect(readFileSync(keyFile, 'utf8')).toContain('PRIVATE KEY');
    const thief = `import { readFileSync } from 'node:fs';
      export const answer = () => { try { return readFileSync(${JSON.stringify(keyFile)}, 'utf8'); } catch (error) { return String(error.code); } };`;
    const { verdict } = await fixture.ask(thief);
    expect(verdict.checks[0]!.evidence).toMatchObject({ kind: 'value', value: 'ENOENT' });
  });
});

test('a build that failed is signed as such', async () => {
  const fixture = await open({
    task: {
      build: {
        argv: ['sh', 'build.sh'],
        outputs: ['candidate.ts'],
        tools: {},
        limits: { seconds: 5, files: 3, bytes: 1000 },
      },
    },
  });
  const files = { 'build.sh': 'exit 3' };
  const reply = await fixture.askFiles(files);
  expect(reply.verdict.checks).toMatchObject([{ check: 'build', status: 'fail' }]);
  expect(isSigned(fixture, treeOf(memoryStore(), files), reply)).toBe(true);
  await fixture.close();
});

test('an oracle that is not the one of the task does not come up', async () => {
  const opening = open({
    judge: { signing: order({ oracle: { files: [['oracle.ts', '00'.repeat(32)]], audit: null } }) },
  });
  await expect(opening).rejects.toMatchObject({
    facts: { code: 'FULCRUM_E_ORACLE_INVALID', where: 'oracle.ts' },
  });
});

test('without an order nothing is signed, and no key made', async () => {
  const fixture = await open({ judge: { signing: null } });
  const { observed } = await fixture.ask(HONEST);
  expect([fixture.judge.attestation, observed.signature]).toEqual([null, undefined]);
  await fixture.close();
});

test('a key that is replaced during the run stops it', async () => {
  const file = join(folder, 'replaced.pem');
  const dying = ORACLE.replace('const answer = await', 'process.exit(1); const answer = await');
  const oracle = { files: [['oracle.ts', sha256(dying)] as const], audit: null };
  const fixture = await open({
    oracle: dying,
    judge: { signing: order({ key: { file, create: true }, oracle }) },
  });
  await expect(fixture.ask(HONEST)).rejects.toMatchObject({ facts: { code: 'FULCRUM_E_ORACLE_EXITED' } });
  rmSync(file);
  await expect(fixture.ask(HONEST)).rejects.toThrow('The key that signs verdicts was replaced');
  expect(existsSync(file)).toBe(true);
  await fixture.close();
});

describe('a check that claims to be independent', () => {
  const AUDIT = {
    kind: 'measured',
    checks: {
      seen: { passesTrusted: true, mutantsKilled: 3 },
      unseen: { passesTrusted: true, mutantsKilled: 3 },
      own: { passesTrusted: true, mutantsKilled: 0 },
    },
  } as const;
  const oracle = { module: 'oracle.ts', data: [], author: TESTER };
  const judgedBy = (author: Author | undefined) => {
    const { author: _, ...anonymous } = MUTATION;
    return { number: 1, tree: '', provenance: author === undefined ? anonymous : { ...MUTATION, author } };
  };

  const grades = async (options: Partial<FixtureOptions>, author: Author | undefined) => {
    const fixture = await open(options);
    const tree = treeWith(HONEST);
    await fixture.ask(HONEST);
    const reply = await fixture.ask(HONEST, { candidate: { ...judgedBy(author), tree } });
    expect(isSigned(fixture, tree, reply)).toBe(true);
    await fixture.close();
    return reply.verdict.checks.map(({ check, grade, dependence }) => [check, grade, dependence]);
  };

  test('is, where it is held out and authorship and audit bear it out', async () => {
    expect(await grades({ task: { oracle }, judge: { audit: AUDIT } }, MUTATION.author)).toEqual([
      ['seen', 'separate-process', ['it is visible, so that proposers learn from it']],
      ['unseen', 'independent', undefined],
      ['own', 'held-out', ['it kills no mutant']],
    ]);
  });

  test('is not, where its author had a file of the candidate', async () => {
    const author = { ...TESTER, context: [sha256(HONEST)] };
    const [, unseen] = await grades(
      { task: { oracle: { ...oracle, author } }, judge: { audit: AUDIT } },
      MUTATION.author,
    );
    expect(unseen).toEqual(['unseen', 'held-out', ['its author had code of the candidate in its context']]);
  });

  test('is not, where nothing is known of anybody', async () => {
    const [seen, unseen, own] = await grades({}, undefined);
    expect([seen![1], unseen![1], own![1]]).toEqual(['separate-process', 'held-out', 'held-out']);
    expect(unseen![2]).toContain('its author is not known');
    expect(own![2]).toBeUndefined();
  });
});
