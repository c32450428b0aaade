import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeSync } from 'node:fs';

const { entry, cases } = JSON.parse(readFileSync('problem/cases.json', 'utf8'));
const program = `
  import { ${entry} as run } from './candidate/solution.mjs';
  console.log(JSON.stringify(run(JSON.parse(process.argv[1]))));
`;
let wrong = 0;
const finish = () => {
  writeSync(1, `verdict ${process.argv[2]} ${JSON.stringify({ accepted: wrong === 0, wrong })}\n`);
  process.exit(0);
};
process.on('SIGTERM', finish);
for (const { input, expected } of cases) {
  const words = ['--input-type=module', '-e', program, JSON.stringify(input)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  let stdout = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  await once(child, 'close');
  if (stdout.trim() !== JSON.stringify(expected)) wrong += 1;
}
finish();
