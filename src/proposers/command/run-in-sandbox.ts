import { resolve } from 'node:path';
import type { Received, SandboxExit, SandboxOrder } from '../../kernel/contracts/sandbox.ts';
import { NODE_INSIDE, pathInside, TOOLS_INSIDE } from '../inside-paths.ts';
import { checkShown, sandboxLost } from '../sandbox-faults.ts';
import type { ProposerServices } from '../services.ts';
import type { CommandOptions } from './options.ts';
import type { ProgramRun, RunProgram } from './program-run.ts';
import { ABORTED, KEPT_ERROR_BYTES, SAYS_TOO_MUCH, TAKES_TOO_LONG } from './program-run.ts';

/**
 * The channel brings the length of the input and the input; back go exit status, standard output and the end of standard
 * error, in base64. The program itself has no way to the channel.
 */
const runner = (answerBytes: number): string => `
read -r length <&3
io=$(mktemp -d) || exit 1
head -c "$length" <&3 >"$io/input"
mkdir "$io/work" && cd "$io/work" || exit 1
(exec "$@") <"$io/input" >"$io/output" 2>"$io/errors" 3<&-
status=$?
printf '%s %s %s\\n' "$status" "$(head -c ${answerBytes + 1} "$io/output" | base64 -w 0)" "$(tail -c ${KEPT_ERROR_BYTES} "$io/errors" | base64 -w 0)" >&3
`;

/** Runs the program in a fresh sandbox each time: no network, no file of the host but its tools. */
export function runInSandbox(options: CommandOptions, services: ProposerServices): RunProgram {
  const { limits } = options;
  const order = orderOf(options, services);
  return async (input, signal) => {
    const { channel, kill } = await services.sandboxes.launch(order());
    const onAbort = (): void => void kill();
    signal.addEventListener('abort', onAbort);
    try {
      if (signal.aborted) return ABORTED;
      channel.send(String(Buffer.byteLength(input)));
      channel.send(input);
      const received = await channel.receive({
        milliseconds: limits.seconds * 1000,
        maximumBytes: Math.ceil(limits.answerBytes / 3) * 4 + 3 * KEPT_ERROR_BYTES,
      });
      const exit = await kill();
      return signal.aborted ? ABORTED : outcome(received, exit, limits);
    } finally {
      signal.removeEventListener('abort', onAbort);
      await kill();
    }
  };
}

function orderOf(
  { argv, tools, limits }: CommandOptions,
  { taskDirectory }: ProposerServices,
): () => SandboxOrder {
  const { memoryBytes, processes, temporaryBytes } = limits;
  const mounts = Object.entries(tools).map(([name, path]) => ({
    host: resolve(taskDirectory, path),
    inside: `${TOOLS_INSIDE}/${name}`,
  }));
  return () => {
    for (const { host } of mounts) checkShown(host, 'command', 'tools');
    return {
      mounts: [{ host: process.execPath, inside: NODE_INSIDE }, ...mounts],
      command: ['/bin/sh', '-c', runner(limits.answerBytes), 'sh', ...argv],
      environment: { PATH: pathInside(), TZ: 'UTC', PYTHONHASHSEED: '0' },
      ...{ memoryBytes, processes, temporaryBytes },
      // Only the runner's own complaints come here.
      outputBytes: 64 * 1024,
    };
  };
}

function outcome(received: Received, exit: SandboxExit, limits: CommandOptions['limits']): ProgramRun {
  switch (received.kind) {
    case 'timeout':
      return TAKES_TOO_LONG(limits.seconds);
    case 'too-long':
      return SAYS_TOO_MUCH(limits.answerBytes);
    case 'closed':
      if (exit.cause === 'failed-to-start') throw sandboxLost('command', exit);
      return {
        kind: 'failed',
        reason: 'the program took its sandbox down, or needed more memory than it may use',
      };
    case 'line': {
      const [status, stdout = '', stderr = ''] = received.text.split(' ');
      const text = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');
      if (Buffer.byteLength(stdout, 'base64') > limits.answerBytes) return SAYS_TOO_MUCH(limits.answerBytes);
      return { kind: 'ended', exitCode: Number(status), stdout: text(stdout), stderr: text(stderr) };
    }
  }
}
