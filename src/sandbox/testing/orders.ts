import type { SandboxOrder } from '../../kernel/contracts/sandbox.ts';

const MEBIBYTE = 1024 * 1024;

/** An order for a shell script, with small limits that a test can change. */
export function shellOrder(script: string, changes: Partial<SandboxOrder> = {}): SandboxOrder {
  return order(['/bin/sh', '-c', script], changes);
}

/** An order for a JavaScript program. */
export function nodeOrder(program: string, changes: Partial<SandboxOrder> = {}): SandboxOrder {
  return order(['/node', '-e', program], {
    mounts: [{ host: process.execPath, inside: '/node' }],
    memoryBytes: 256 * MEBIBYTE,
    ...changes,
  });
}

function order(command: readonly string[], changes: Partial<SandboxOrder>): SandboxOrder {
  return {
    mounts: [],
    command,
    environment: {},
    memoryBytes: 64 * MEBIBYTE,
    processes: 32,
    temporaryBytes: MEBIBYTE,
    outputBytes: 64 * 1024,
    ...changes,
  };
}
