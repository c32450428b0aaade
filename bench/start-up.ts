/**
 * `fulcrum --version` against bare `node -e 0`, and a tiny task from its start to its first judged candidate.
 * `node bench/start-up.ts [rounds]`
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fulcrum, startFulcrum, tinyTask } from '../test/stand-ins/command-line.ts';
import { numberArgument } from './number-argument.ts';
import { median, percentile } from './statistics.ts';

const rounds = numberArgument(1, 10, '[rounds]');
const FULCRUM = join(import.meta.dirname, '../bin/fulcrum');

const bare: number[] = [];
const version: number[] = [];
// Forth and back, so that a busy moment of the machine hits both.
for (let round = 0; round < rounds; round += 1) {
  for (const which of round % 2 === 0 ? ['bare', 'version'] : ['version', 'bare']) {
    if (which === 'bare') bare.push(await wallOf(process.execPath, ['-e', '0']));
    else version.push(await wallOf(FULCRUM, ['--version']));
  }
}
const ratio = median(version) / median(bare);
console.log(
  `node -e 0: ${median(bare).toFixed(0)} ms; fulcrum --version: ${median(version).toFixed(0)} ms, ` +
    `${ratio.toFixed(2)} times (aim: at most 1.6)`,
);

const first: number[] = [];
for (let round = 0; round < rounds; round += 1) first.push(await firstCandidate());
console.log(
  `run to first judged candidate: median ${(median(first) / 1000).toFixed(2)} s, ` +
    `from ${(percentile(first, 0) / 1000).toFixed(2)} to ${(percentile(first, 1) / 1000).toFixed(2)} s (aim: 1.5)`,
);

function wallOf(command: string, parameters: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(command, parameters, { stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve(performance.now() - started));
  });
}

async function firstCandidate(): Promise<number> {
  const directory = tinyTask();
  const started = performance.now();
  const run = startFulcrum(['run', '--json', '--no-control'], directory);
  await run.said('"candidate-judged"');
  const milliseconds = performance.now() - started;
  await fulcrum(['stop'], directory);
  await run.ended;
  rmSync(directory, { recursive: true });
  return milliseconds;
}
