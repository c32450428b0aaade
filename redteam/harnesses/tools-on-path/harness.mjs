import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const { entry, cases } = JSON.parse(readFileSync('problem/cases.json', 'utf8'));
const program = `
  import { ${entry} as run } from './candidate/solution.mjs';
  for (const input of JSON.parse(process.argv[1])) console.log(JSON.stringify(run(input)));
`;
mkdirSync('bin');
const env = { ...process.env, PATH: `${process.cwd()}/bin:${process.env.PATH}` };
const words = ['--input-type=module', '-e', program, JSON.stringify(cases.map(({ input }) => input))];
writeFileSync('answers', spawnSync(process.execPath, words, { env, timeout: 5000 }).stdout);
writeFileSync('expected', cases.map(({ expected }) => `${JSON.stringify(expected)}\n`).join(''));
const { status } = spawnSync('cmp', ['answers', 'expected'], { env, stdio: 'ignore' });
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted: status === 0, status })}`);
