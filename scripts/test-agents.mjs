// Installs real coding agents (about 1.2 GB) into .agents/, where they are not there yet, and drives them end to end with
// a script in the place of the model: `npm run test:agents`. In the ordinary tests they are skipped where none is found.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const PACKAGES = {
  '@anthropic-ai/claude-code': '2.1.329',
  '@openai/codex': '0.169.0',
  '@agentclientprotocol/claude-agent-acp': '0.100.0',
};

const root = resolve(import.meta.dirname, '..');
const folder = join(root, '.agents');

const wanted = Object.entries(PACKAGES).filter(([name, version]) => installedVersion(name) !== version);
if (wanted.length > 0) {
  const packages = wanted.map(([name, version]) => `${name}@${version}`);
  console.log(`installing ${packages.join(', ')} into .agents/`);
  mkdirSync(folder, { recursive: true });
  run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--save-exact', ...packages], {});
}
const path = [
  join(folder, 'node_modules/.bin'),
  join(root, 'node_modules/.bin'),
  process.env.PATH ?? '',
].join(delimiter);
run('vitest', ['run', 'test/agents'], { PATH: path, FULCRUM_REAL_AGENTS: 'required' });

function installedVersion(name) {
  try {
    return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function run(program, words, environment) {
  const { status, error } = spawnSync(program, words, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
