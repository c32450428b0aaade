import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

const program = `
  import { evaluate } from './problem/evaluate.mjs';
  console.log('result ' + JSON.stringify(evaluate(await import('./candidate/solution.mjs'))));
`;
const words = ['--input-type=module', '-e', program];
const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 4000 });
writeFileSync('results.json', /^result (.*)$/m.exec(stdout)?.[1] ?? '{"accepted":false}');
await setTimeout(500);
console.log(`verdict ${process.argv[2]} ${readFileSync('results.json', 'utf8')}`);
