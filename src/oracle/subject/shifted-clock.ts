import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxOrder } from '../../kernel/contracts/sandbox.ts';
import { FulcrumError } from '../../kernel/errors.ts';
import { PRELOAD_LIST } from '../../sandbox/bubblewrap-arguments.ts';

const SOURCE = join(import.meta.dirname, 'shifted-clock.c');
const COMPILER = 'gcc';
/** Stands before the number of seconds in the compiled file, with its closing zero. */
const MARK = 'clock is later:\0';

/** What shows the programs of one sandbox a later calendar time. */
export interface ShiftedClock {
  readonly mounts: SandboxOrder['mounts'];
  /** Removes what was written for it; when the sandbox is gone. */
  readonly remove: () => void;
}

let compiled: Buffer | null = null;

/**
 * A library in place of the C library's clock: programs linked dynamically with it (Node, Python, the shell) read
 * another time; one that asks the kernel itself reads the true one.
 *
 * @param folders where its files are written
 * @param inside path at which the library is seen in the sandbox
 * @throws FulcrumError as {@link compileShiftedClock}
 */
export function shiftClock(seconds: number, folders: string, inside: string): ShiftedClock {
  const library = Buffer.from(compileShiftedClock());
  library.writeBigInt64LE(BigInt(Math.round(seconds)), library.indexOf(MARK) + MARK.length);
  mkdirSync(folders, { recursive: true, mode: 0o755 });
  const folder = mkdtempSync(join(folders, 'clock-'));
  chmodSync(folder, 0o755);
  const write = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o644 });
    return path;
  };
  return {
    mounts: [
      { host: write('library.so', library), inside },
      { host: write('list', `${inside}\n`), inside: PRELOAD_LIST },
    ],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Compiles the library, once a process.
 *
 * @throws FulcrumError `FULCRUM_E_CHECK_TOOL_MISSING` when there is no C compiler, or none that works
 */
export function compileShiftedClock(compiler: string = COMPILER): Uint8Array {
  if (compiled !== null && compiler === COMPILER) return compiled;
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-clock-'));
  try {
    const target = join(folder, 'library.so');
    const options = ['-O2', '-shared', '-fPIC', '-o', target, SOURCE, '-ldl'];
    const { status, stderr, error } = spawnSync(compiler, options, { encoding: 'utf8' });
    if (status !== 0) throw noCompiler(compiler, error?.message ?? stderr);
    const library = readFileSync(target);
    if (!library.includes(MARK))
      throw noCompiler(compiler, 'what it made does not hold the number of seconds');
    return (compiled = library);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function noCompiler(compiler: string, reason: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_CHECK_TOOL_MISSING',
    domain: 'usage',
    what: `The clock of a second environment cannot be shifted: ${reason.trim()}`,
    where: compiler,
    mend: 'Install the package `gcc` with the headers of the C library, or give the check `keep: [clock]`',
  });
}
