/**
 * CPU of a fresh judgement beside that of a bare process doing the same work, and of sandboxes around other programs.
 * Everything is counted by the control group this program moves into: itself, launcher, oracle, sandboxes, bare processes.
 * Contenders take turns, forth and back, and the median of the rounds counts. Needs root and a cgroup that counts CPU.
 * `node bench/sandbox-cost.ts [rounds]`
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxOrder } from '../src/kernel/contracts/sandbox.ts';
import { readHierarchies } from '../src/sandbox/cgroup-launcher.ts';
import { startLauncher } from '../src/sandbox/launcher.ts';
import { QUESTIONS, candidateFile, openJudging } from './judging.ts';
import { numberArgument } from './number-argument.ts';
import { median } from './statistics.ts';

const rounds = numberArgument(1, 6, '[rounds]');
/** Runs of one contender in a round. */
const RUNS = 8;
/** Time in which what was started beside a measured run comes to rest. */
const REST_MILLISECONDS = 400;

/** The system's own: one of a version manager may be a script that looks for the right one. */
const PYTHON = '/usr/bin/python3';

const group = enterGroup();
const directory = mkdtempSync(join(tmpdir(), 'fulcrum-bench-'));
const programs = { node: join(directory, 'program.mjs'), python: join(directory, 'program.py') };
for (const language of ['node', 'python'] as const) {
  const { path, text } = candidateFile(language, 0);
  writeFileSync(join(directory, path), text);
}
writeFileSync(
  programs.node,
  `import { double } from './double.mjs';
let error = 0;
for (let question = 0; question < ${QUESTIONS}; question += 1) error += Math.abs(double(question) - 2 * question);
console.log(JSON.stringify({ error }));
`,
);
writeFileSync(
  programs.python,
  `from double import double
print(sum(abs(double(question) - 2 * question) for question in range(${QUESTIONS})))
`,
);

const judging = { node: await openJudging(1, 'node'), python: await openJudging(1, 'python') };
const launcher = await startLauncher({ isolation: 'required' });

const contenders: { readonly [name: string]: () => Promise<unknown> } = {
  'node, bare': () => run(process.execPath, [programs.node]),
  'node, fresh judgement': () => judging.node.judge('fresh'),
  'node, bwrap alone': () => run('bwrap', [...PLAIN_BWRAP, process.execPath, programs.node]),
  'python3, bare': () => run(PYTHON, ['-B', programs.python]),
  'python3, fresh judgement': () => judging.python.judge('fresh'),
  'python3, bwrap alone': () => run('bwrap', [...PLAIN_BWRAP, PYTHON, '-B', programs.python]),
  'true, bare': () => run('/bin/true', []),
  'true, sandboxed': () => sandboxed(['/bin/true']),
  'true, bwrap alone': () => run('bwrap', [...PLAIN_BWRAP, '/bin/true']),
};
/** Namespaces and the file system of the host as it is: the least that is called a sandbox. */
const PLAIN_BWRAP = ['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--unshare-all'];

const milliseconds: { [name: string]: number[] } = {};
const names = Object.keys(contenders);
for (let round = 0; round <= rounds; round += 1) {
  for (const name of round % 2 === 0 ? names : names.toReversed()) {
    const used = await measure(contenders[name]!);
    // The first round fills caches.
    if (round > 0) (milliseconds[name] ??= []).push(used);
  }
}
await launcher.close();
await judging.node.close();
await judging.python.close();
rmSync(directory, { recursive: true });
group.leave();

console.log('| program | CPU ms | times bare, in the same round |\n|---|---|---|');
for (const name of names) {
  const bare = milliseconds[`${name.split(',')[0]}, bare`]!;
  const own = milliseconds[name]!;
  const ratios = own.map((used, round) => used / bare[round]!);
  console.log(`| ${name} | ${median(own).toFixed(1)} | ${median(ratios).toFixed(2)} |`);
}

/** CPU milliseconds of one run, everything that it causes included. */
async function measure(work: () => Promise<unknown>): Promise<number> {
  await sleep(REST_MILLISECONDS);
  const before = group.cpuMilliseconds();
  for (let count = 0; count < RUNS; count += 1) await work();
  await sleep(REST_MILLISECONDS);
  return (group.cpuMilliseconds() - before) / RUNS;
}

function run(command: string, parameters: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.resume();
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with ${code}`));
    });
  });
}

async function sandboxed(command: readonly string[]): Promise<void> {
  const order: SandboxOrder = {
    mounts: [],
    command,
    environment: {},
    memoryBytes: 256 * 2 ** 20,
    processes: 16,
    temporaryBytes: 2 ** 20,
    outputBytes: 65_536,
  };
  const { code, stderr } = await (await launcher.launch(order)).exited;
  if (code !== 0) throw new Error(`${command[0]} ended with ${code}: ${stderr}`);
}

/** Moves this process, and with it all it starts, into a control group of its own. */
function enterGroup(): { readonly cpuMilliseconds: () => number; readonly leave: () => void } {
  const hierarchies = readHierarchies();
  const counting =
    hierarchies.find(({ controllers }) => controllers.includes('cpuacct')) ??
    hierarchies.find(({ version }) => version === 2);
  if (counting === undefined) throw new Error('there is no control group that counts CPU');
  const own = join(counting.own, `bench-${process.pid}`);
  mkdirSync(own);
  writeFileSync(join(own, 'cgroup.procs'), String(process.pid));
  return {
    cpuMilliseconds: () =>
      counting.version === 1
        ? Number(readFileSync(join(own, 'cpuacct.usage'), 'utf8')) / 1e6
        : Number(/^usage_usec (\d+)/m.exec(readFileSync(join(own, 'cpu.stat'), 'utf8'))![1]) / 1e3,
    leave: () => {
      writeFileSync(join(counting.own, 'cgroup.procs'), String(process.pid));
      rmdirSync(own);
    },
  };
}
