import { spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';

const key = randomBytes(16).toString('hex');
const program = `
  import { createHmac } from 'node:crypto';
  import { evaluate } from './problem/evaluate.mjs';
  const result = JSON.stringify(evaluate(await import('./candidate/solution.mjs')));
  console.log(result + ' ' + createHmac('sha256', process.env.RESULT_KEY).update(result).digest('hex'));
`;
const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
  env: { ...process.env, RESULT_KEY: key },
  encoding: 'utf8',
  timeout: 5000,
});
const [, result, signature] = /^(.*) ([0-9a-f]{64})$/m.exec(stdout) ?? [null, '{"accepted":false}', ''];
const isSigned = createHmac('sha256', key).update(result).digest('hex') === signature;
const accepted = isSigned && JSON.parse(result).accepted === true;
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted, isSigned })}`);
