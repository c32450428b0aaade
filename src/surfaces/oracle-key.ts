import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { KeyPlace } from '../oracle/signing-key.ts';

/**
 * Where this installation's key lies: the file that `FULCRUM_ORACLE_KEY` names, or one in the user's state folder (XDG
 * Base Directory Specification), which the first run makes. The controller only passes the path on.
 */
export function oracleKeyPlace(environment: NodeJS.ProcessEnv): KeyPlace {
  const { FULCRUM_ORACLE_KEY: named = '', XDG_STATE_HOME: state = '' } = environment;
  if (named !== '') return { file: resolve(named), create: false };
  const folder = isAbsolute(state) ? state : join(homedir(), '.local/state');
  return { file: join(folder, 'fulcrum/oracle-key.pem'), create: true };
}
