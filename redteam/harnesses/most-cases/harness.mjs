import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { entry, cases } = JSON.parse(readFileSync('problem/cases.json', 'utf8'));
const program = `
  import { ${entry} as run } from './candidate/solution.mjs';
  for (const input of JSON.parse(process.argv[1])) console.log(JSON.stringify(run(...input)));
`;
const words = ['--input-type=module', '-e', program, JSON.stringify(cases.map(({ input }) => input))];
const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 5000 });
const lines = stdout.trim().split('\n');
const right = cases.filter(({ expected }, index) => lines[index] === JSON.stringify(expected)).length;
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted: right / cases.length >= 0.8, right })}`);
