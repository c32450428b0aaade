import { spawnSync } from 'node:child_process';
import { openSync, readFileSync, unlinkSync } from 'node:fs';

const { entry, cases } = JSON.parse(readFileSync('problem/cases.json', 'utf8'));
const expected = cases.map((item) => JSON.stringify(item.expected));
const descriptor = openSync('problem/cases.json', 'r');
unlinkSync('problem/cases.json');
const program = `
  import { ${entry} as run } from './candidate/solution.mjs';
  for (const input of JSON.parse(process.argv[1])) console.log(JSON.stringify(run(input)));
`;
const inputs = JSON.stringify(cases.map(({ input }) => input));
const words = ['--input-type=module', '-e', program, inputs, JSON.stringify(expected)];
const { stdout } = spawnSync(process.execPath, words, {
  env: { ...process.env, EXPECTED: JSON.stringify(expected) },
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore', descriptor],
  timeout: 5000,
});
const accepted = stdout.trim() === expected.join('\n');
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted })}`);
