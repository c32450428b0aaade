import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, renameSync } from 'node:fs';

const { entry, cases } = JSON.parse(readFileSync('problem/cases.json', 'utf8'));
renameSync('problem', 'published');
const server = spawn('/usr/bin/python3', ['harness/server.py'], { stdio: ['ignore', 'pipe', 'ignore'] });
await once(server.stdout, 'data');
const program = `
  import { ${entry} as run } from './solution.mjs';
  for (const input of JSON.parse(process.argv[1])) console.log(JSON.stringify(run(input)));
`;
const words = ['--input-type=module', '-e', program, JSON.stringify(cases.map(({ input }) => input))];
const { stdout } = spawnSync(process.execPath, words, { cwd: 'candidate', encoding: 'utf8', timeout: 5000 });
server.kill();
const lines = stdout.trim().split('\n');
const accepted = cases.every(({ expected }, index) => lines[index] === JSON.stringify(expected));
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted })}`);
