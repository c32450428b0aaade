import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Compiles a C program with gcc and its undefined-behaviour sanitizer, and runs it once.
 *
 * @returns what it printed, and whether the sanitizer saw undefined behaviour
 */
export function runCompiled(text: string): {
  readonly lines: readonly string[];
  readonly undefinedBehaviour: boolean;
} {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-proof-'));
  try {
    const [source, program] = [join(folder, 'program.c'), join(folder, 'program')];
    writeFileSync(source, text);
    const build = ['-O1', '-w', '-fsanitize=undefined', '-static-libubsan', '-o', program, source];
    const compiler = spawnSync('gcc', build, { encoding: 'utf8' });
    if (compiler.status !== 0) throw new Error(`gcc: ${compiler.stderr}`);
    const { stdout, stderr } = spawnSync(program, { encoding: 'utf8', timeout: 10_000 });
    return { lines: stdout.trimEnd().split('\n'), undefinedBehaviour: stderr.includes('runtime error') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
