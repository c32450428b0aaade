import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const shell = (command) =>
  spawnSync('/bin/sh', ['-c', command], { cwd: 'candidate', stdio: 'ignore', timeout: 5000 });
for (const name of readdirSync('candidate/src')) shell(`node --check src/${name}`);
const { status } = shell('node --test test/*.mjs');
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted: status === 0, status })}`);
