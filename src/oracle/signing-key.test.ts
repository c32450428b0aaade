import { execFile } from 'node:child_process';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { openSigningKey } from './signing-key.ts';

const run = promisify(execFile);

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-key-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

test('is made at first use, for its owner alone, and is the same ever after', () => {
  const directory = folder();
  const file = join(directory, 'fulcrum/oracle-key.pem');
  const first = openSigningKey({ file, create: true });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(directory, 'fulcrum')).mode & 0o777).toBe(0o700);
  expect(readdirSync(join(directory, 'fulcrum'))).toEqual(['oracle-key.pem']);
  expect(openSigningKey({ file, create: true }).publicKey).toBe(first.publicKey);
  // Of RFC 8410, section 4: an Ed25519 SubjectPublicKeyInfo is 12 fixed bytes and the 32 of the key.
  const der = Buffer.from(first.publicKey, 'base64');
  expect([der.length, der.subarray(0, 12).toString('hex')]).toEqual([44, '302a300506032b6570032100']);
});

test('is one, of several processes that make it at once', async () => {
  const file = join(folder(), 'oracle-key.pem');
  const module = join(import.meta.dirname, 'signing-key.ts');
  const program = `import { openSigningKey } from ${JSON.stringify(module)};
    console.log(openSigningKey({ file: ${JSON.stringify(file)}, create: true }).publicKey);`;
  const started = Array.from({ length: 6 }, () =>
    run(process.execPath, ['--input-type=module', '-e', program]),
  );
  const keys = (await Promise.all(started)).map(({ stdout }) => stdout);
  expect(new Set(keys).size).toBe(1);
});

test('signs what its public key verifies', () => {
  const { key } = openSigningKey({ file: join(folder(), 'key.pem'), create: true });
  const text = Buffer.from('text');
  expect(verify(null, text, key, sign(null, text, key))).toBe(true);
});

test.each([
  ['nothing there that was named', () => undefined, 'MISSING'],
  [
    'rights for others',
    (file: string) => {
      openSigningKey({ file, create: true });
      chmodSync(file, 0o640);
    },
    'EXPOSED',
  ],
  ['no key', (file: string) => writeFileSync(file, 'hello', { mode: 0o600 }), 'INVALID'],
  [
    'a key for something else',
    (file: string) => {
      const { privateKey } = generateKeyPairSync('x25519');
      writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    },
    'INVALID',
  ],
])('is refused with %s, and left as it is', (_, prepare, kind) => {
  const file = join(folder(), 'key.pem');
  prepare(file);
  const before = kind === 'MISSING' ? null : readFileSync(file, 'utf8');
  expect(() => openSigningKey({ file, create: false })).toThrow(`FULCRUM_E_ORACLE_KEY_${kind}`);
  if (before !== null) expect(readFileSync(file, 'utf8')).toBe(before);
});

test('is refused where none can be made', () => {
  const file = join(folder(), 'file');
  writeFileSync(file, '');
  const opening = () => openSigningKey({ file: join(file, 'key.pem'), create: true });
  expect(opening).toThrow('FULCRUM_E_ORACLE_KEY_UNWRITABLE');
});
