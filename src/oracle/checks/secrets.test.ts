import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import { PASSING_ORACLE } from '../testing/check-fixture.ts';
import type { JudgeFixture } from '../testing/judge-fixture.ts';
import { openJudge } from '../testing/judge-fixture.ts';
import { secretScanner } from './secrets/scanner.ts';

/* Well-formed and nobody's. Put together here, so that no scanner takes this file for a leak. */
const SECRETS = {
  aws: joined('AKIA', 'Q3EGRZ7K2M5VWX4B'),
  github: joined('ghp_', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO2Sa1B2'),
  privatekey: joined(
    '-----BEGIN RSA PRIV',
    `ATE KEY-----\n${'MIIEpAIBAAKCAQEA'.repeat(8)}\n-----END RSA PRIV`,
    'ATE KEY-----',
  ),
  slack: ['xoxb', '0123456789', '0123456789', 'AbCdEfGhIjKlMnOpQrStUvWx'].join('-'),
  'database-connection-string': joined('postgresql://admin:', 'Vq8zT3mK1x', '@db.internal.net:5432/main'),
};

function joined(...parts: readonly string[]): string {
  return parts.join('');
}

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

function withSecrets(
  options: JsonObject,
  baseline: { readonly [path: string]: string },
): Promise<JudgeFixture> {
  const place = { slice: 'train', visibility: 'visible' } as const;
  return openJudge({
    launcher,
    oracle: PASSING_ORACLE,
    baseline,
    task: {
      subject: { kind: 'files' },
      oracle: {
        checks: [
          { kind: 'secrets', name: 'secrets', ...place, options },
          { kind: 'module', name: 'module', ...place, options: { module: 'oracle.ts' } },
        ],
        data: [],
      },
    },
  });
}

describe('against a baseline with a secret in it', () => {
  const baseline = { 'config.js': `export const key = '${SECRETS.aws}';\n`, 'read.me': 'text\n' };
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await withSecrets({ ignore: ['fixtures/**'], mostBytes: 100_000 }, baseline);
  });
  afterAll(() => fixture.close());

  test.each(Object.entries(SECRETS).filter(([rule]) => rule !== 'aws'))(
    'a new secret of the rule %s is refused and not told',
    async (rule, secret) => {
      const { verdict } = await fixture.askFiles({
        ...baseline,
        'new.js': `// first line\nconst a = \`${secret}\`;\n`,
      });
      expect(verdict).toMatchObject({ status: 'fail', reason: expect.stringContaining('new.js:2') });
      expect(verdict.checks[0]!.evidence).toMatchObject({
        secrets: [{ rule: `@secretlint/secretlint-rule-${rule}`, path: 'new.js', line: 2 }],
      });
      expect(JSON.stringify(verdict)).not.toContain(secret.slice(8, 20));
    },
  );

  test('one that the baseline had may move, another one beside it may not appear', async () => {
    const moved = { 'read.me': 'text\n', 'moved.js': `\n${baseline['config.js']}` };
    expect((await fixture.askFiles(moved)).verdict.status).toBe('pass');
    const other = SECRETS.aws.replace('Q3', 'Z9');
    const changed = await fixture.askFiles({
      ...baseline,
      'config.js': `${baseline['config.js']}// ${other}\n`,
    });
    expect(changed.verdict.checks[0]).toMatchObject({ status: 'fail', metrics: { secrets: 1 } });
  });

  test('a comment that tells the scanner to keep quiet is not heard', async () => {
    const quiet = `// secretlint-disable\n// secretlint-disable-next-line\n${SECRETS.github}\n`;
    expect((await fixture.askFiles({ ...baseline, 'new.js': quiet })).verdict.status).toBe('fail');
  });

  test('what is too long to look at is refused, unless the task says to ignore it', async () => {
    const long = 'a b '.repeat(30_000);
    const { verdict } = await fixture.askFiles({ ...baseline, 'long.txt': long });
    expect(verdict).toMatchObject({
      status: 'fail',
      reason: expect.stringContaining('long.txt has more than'),
    });
    expect((await fixture.askFiles({ ...baseline, 'fixtures/long.txt': long })).verdict.status).toBe('pass');
  });
});

test('a file that takes too long is refused, and the next one is looked at again', async () => {
  const fixture = await withSecrets({ seconds: 0.001 }, { 'a.txt': '' });
  const { verdict } = await fixture.askFiles({ 'a.txt': 'a@b:c '.repeat(100_000) });
  expect(verdict).toMatchObject({
    status: 'fail',
    reason: expect.stringContaining('could not be looked through'),
  });
  await fixture.close();

  const scan = secretScanner();
  expect(await scan('a.txt', 'a@b:c '.repeat(100_000), 0.001)).toBeNull();
  expect(await scan('a.txt', `\n${SECRETS.aws}`, 10)).toMatchObject([{ line: 2 }]);
});

test('an oracle in TypeScript uses it as a function', async () => {
  const oracle = `
    import { defineOracle } from 'fulcrum';
    import { secrets } from 'fulcrum/checks';
    export default defineOracle({ checks: [
      secrets({ name: 'no secrets', slice: 'train', visibility: 'visible', ignore: ['ignored.txt'] }),
      { name: 'score', slice: 'train', visibility: 'visible', run: () => ({ status: 'pass', metrics: { score: 1 } }) },
    ] });`;
  const fixture = await openJudge({
    launcher,
    oracle,
    baseline: { 'a.txt': '' },
    task: { subject: { kind: 'files' } },
  });
  expect((await fixture.askFiles({ 'ignored.txt': SECRETS.github })).verdict.status).toBe('pass');
  expect((await fixture.askFiles({ 'a.txt': SECRETS.github })).verdict.reason).toContain(
    'no secrets: 1 new secret',
  );
  await fixture.close();
});

test('a wrong option is told before anything is judged', async () => {
  await expect(withSecrets({ seconds: 0 }, { 'a.txt': '' })).rejects.toThrow(/check "secrets", seconds/);
});
