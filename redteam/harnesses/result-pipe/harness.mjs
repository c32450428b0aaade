import { spawnSync } from 'node:child_process';

const program = `
  import { writeSync } from 'node:fs';
  import { evaluate } from './problem/evaluate.mjs';
  const solution = await import('./candidate/solution.mjs');
  writeSync(3, JSON.stringify(evaluate(solution)) + '\\n');
`;
const words = ['--input-type=module', '-e', program];
const child = spawnSync(process.execPath, words, {
  stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  timeout: 5000,
});
const result = JSON.parse(String(child.output[3]).split('\n')[0] || '{"accepted": false}');
console.log(`verdict ${process.argv[2]} ${JSON.stringify(result)}`);
