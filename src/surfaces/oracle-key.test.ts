import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { oracleKeyPlace } from './oracle-key.ts';

it.each([
  ['the state folder of the user', {}, join(homedir(), '.local/state/fulcrum/oracle-key.pem'), true],
  ['another state folder', { XDG_STATE_HOME: '/state' }, '/state/fulcrum/oracle-key.pem', true],
  // XDG Base Directory Specification: a relative path is invalid and ignored.
  [
    'no relative one',
    { XDG_STATE_HOME: 'state' },
    join(homedir(), '.local/state/fulcrum/oracle-key.pem'),
    true,
  ],
  [
    'the file that is named, and none is made there',
    { FULCRUM_ORACLE_KEY: '/keys/mine.pem' },
    '/keys/mine.pem',
    false,
  ],
  [
    'what is named, from where one is',
    { FULCRUM_ORACLE_KEY: 'mine.pem' },
    join(process.cwd(), 'mine.pem'),
    false,
  ],
  [
    'nothing named',
    { FULCRUM_ORACLE_KEY: '', XDG_STATE_HOME: '/state' },
    '/state/fulcrum/oracle-key.pem',
    true,
  ],
])('%s', (_, environment, file, create) => {
  expect(oracleKeyPlace(environment)).toEqual({ file, create });
});
