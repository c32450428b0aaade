import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { tests } = JSON.parse(readFileSync('problem/expected.json', 'utf8'));
const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap'], {
  cwd: 'candidate',
  encoding: 'utf8',
  timeout: 5000,
});
const count = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(stdout)?.[1] ?? -1);
const accepted = count('pass') === tests && count('fail') === 0;
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted, passed: count('pass') })}`);
