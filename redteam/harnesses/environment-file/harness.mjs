import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (existsSync('candidate/.env')) process.loadEnvFile('candidate/.env');
const { status } = spawnSync(process.execPath, ['problem/check.mjs'], { stdio: 'ignore', timeout: 5000 });
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted: status === 0, status })}`);
