import { randomInt } from 'node:crypto';
import type { Sandbox, SandboxLauncher, SandboxOrder } from '../../kernel/contracts/sandbox.ts';
import type { AttackReport } from './attack.ts';
import { processesMarked } from './host-processes.ts';
import {
  HOG_BYTES,
  HOG_LIMIT_BYTES,
  MEMORY_SCRIPT,
  PROCESS_SCRIPT,
  SHELL_ATTEMPTS,
  SHELL_PROCESSES,
  TEMPORARY_BYTES,
  TEMPORARY_HOG_BYTES,
} from './shell-attacks.ts';

type Launcher = Pick<SandboxLauncher, 'launch'>;
const ANSWER = { milliseconds: 20_000, maximumBytes: 4096 };
const FINISH = 'end';

/** Too many processes, a daemon, leftover descriptors; and from outside the users and survivors. */
export async function attackFromShell(launcher: Launcher): Promise<readonly AttackReport[]> {
  // A duration for `sleep` that no other process on this machine has.
  const mark = `3600.${randomInt(1e9, 1e10)}`;
  const sandbox = await launcher.launch(order(PROCESS_SCRIPT, [mark], { processes: SHELL_PROCESSES }));
  const answer = await answerOf<{ descriptors: string; started: number; refused: string }>(sandbox);
  const during = processesMarked(mark);
  sandbox.channel.send(FINISH);
  await sandbox.exited;
  const after = processesMarked(mark);
  for (const { number } of after) process.kill(number, 'SIGKILL');
  if (answer === null) return [notRun('processes')];
  const users = new Set(during.flatMap((process) => process.users));
  return [
    report('more processes than allowed', answer.started >= SHELL_PROCESSES, {
      attempted: answer.refused !== '' || answer.started === SHELL_ATTEMPTS,
      detail: `${answer.started} of ${SHELL_ATTEMPTS} started, then: ${answer.refused.split(': ').at(-1)}`,
    }),
    report('inherited descriptors', answer.descriptors !== '', {
      detail: answer.descriptors || 'none above 3',
    }),
    report('a daemon survives', after.length > 0, {
      attempted: during.length > 0,
      detail: `${during.length} processes before the end, ${after.length} after it`,
    }),
    report('run as user 0 of the kernel', users.has(0), {
      attempted: users.size > 0,
      detail: `users ${[...users].join(', ')}`,
    }),
  ];
}

/** More memory and more temporary files than allowed; where memory is watched, the whole sandbox may end of it. */
export async function attackMemory(launcher: Launcher): Promise<readonly AttackReport[]> {
  const sandbox = await launcher.launch(order(MEMORY_SCRIPT, [], { memoryBytes: HOG_LIMIT_BYTES }));
  const files = await answerOf<{ written: number }>(sandbox);
  const memory = await answerOf<{ held: number }>(sandbox);
  sandbox.channel.send(FINISH);
  const { cause } = await sandbox.exited;
  if (files === null) return [notRun('temporary files')];
  return [
    report('more memory than allowed', memory !== null && memory.held >= HOG_BYTES, {
      detail: memory === null ? `the sandbox was ${cause}` : `${memory.held} of ${HOG_BYTES} bytes`,
    }),
    report('more temporary files than allowed', files.written > TEMPORARY_BYTES, {
      attempted: files.written > 0,
      detail: `${files.written} of ${TEMPORARY_HOG_BYTES} bytes`,
    }),
  ];
}

function order(
  script: string,
  scriptArguments: readonly string[],
  limits: Partial<Pick<SandboxOrder, 'processes' | 'memoryBytes'>>,
): SandboxOrder {
  return {
    mounts: [],
    command: ['/bin/sh', '-c', script, 'sh', ...scriptArguments],
    environment: {},
    memoryBytes: 256 * 1024 * 1024,
    processes: 64,
    temporaryBytes: TEMPORARY_BYTES,
    outputBytes: 64 * 1024,
    ...limits,
  };
}

async function answerOf<Answer>(sandbox: Sandbox): Promise<Answer | null> {
  const received = await sandbox.channel.receive(ANSWER);
  if (received.kind === 'line') return JSON.parse(received.text) as Answer;
  await sandbox.kill();
  return null;
}

function report(
  name: string,
  succeeded: boolean,
  rest: { readonly attempted?: boolean; readonly detail: string },
): AttackReport {
  return { name, succeeded, attempted: true, ...rest };
}

function notRun(name: string): AttackReport {
  return { name, succeeded: false, attempted: false, detail: 'the attacking script gave no report' };
}
