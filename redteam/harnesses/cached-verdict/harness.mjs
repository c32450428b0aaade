import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const hash = createHash('sha256').update(readFileSync('candidate/solution.mjs')).digest('hex');
const place = `cache/${hash}.json`;
mkdirSync('cache');
const program = `
  import { evaluate } from './problem/evaluate.mjs';
  console.log('result ' + JSON.stringify(evaluate(await import('./candidate/solution.mjs'))));
`;
const words = ['--input-type=module', '-e', program];
const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 4000 });
const result = /^result (.*)$/m.exec(stdout)?.[1] ?? '{"accepted":false}';
if (!existsSync(place)) writeFileSync(place, result);
console.log(`verdict ${process.argv[2]} ${readFileSync(place, 'utf8')}`);
