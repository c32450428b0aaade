import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const { entry, hidden } = JSON.parse(readFileSync('problem/cases.json', 'utf8'));
const program = `
  import { ${entry} as run } from './candidate/solution.mjs';
  for (const input of JSON.parse(process.argv[1])) console.log(JSON.stringify(run(input)));
`;
const words = ['--input-type=module', '-e', program, JSON.stringify(hidden.map(({ input }) => input))];
let right = 0;
for (let submission = 0; submission < 12 && right < hidden.length; submission += 1) {
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 5000 });
  const lines = stdout.trim().split('\n');
  right = hidden.filter(({ expected }, index) => lines[index] === JSON.stringify(expected)).length;
  writeFileSync('feedback.json', JSON.stringify({ right }));
}
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted: right === hidden.length, right })}`);
