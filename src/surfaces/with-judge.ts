import { accessSync, chmodSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Judge } from '../kernel/contracts/judge.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { startJudge } from '../oracle/judge.ts';
import { startLauncher } from '../sandbox/launcher.ts';
import type { FrozenTask } from '../task/freeze-task.ts';

export interface JudgeComposition {
  readonly frozen: FrozenTask;
  readonly store: BlobStore;
  readonly oracleSeed: string;
  readonly isolation: 'required' | 'none';
  /** Candidates judged side by side; null takes the cores of this machine. */
  readonly workers: number | null;
}

/** Starts sandboxes and oracle, hands the judge to `use`, and leaves no process or file behind however that ends. */
export async function withJudge<Result>(
  composition: JudgeComposition,
  use: (judge: Judge) => Promise<Result>,
): Promise<Result> {
  const { frozen, store, oracleSeed, isolation, workers } = composition;
  const scratch = mkdtempSync(join(scratchRoot(), 'fulcrum-trees-'));
  // Candidates run as users of their own and read their files through it.
  chmodSync(scratch, 0o755);
  try {
    const launcher = await startLauncher({ isolation });
    try {
      const judge = await startJudge({
        task: frozen.task,
        taskDirectory: frozen.directory,
        store,
        launcher,
        oracleSeed,
        workers: workers ?? Math.min(availableParallelism(), frozen.task.pipeline),
        scratch,
      });
      try {
        return await use(judge);
      } finally {
        await judge.close();
      }
    } finally {
      await launcher.close();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Candidates' files come and go by the thousand: in memory where the system offers it. */
function scratchRoot(): string {
  const memory = '/dev/shm';
  try {
    accessSync(memory, constants.W_OK);
    return memory;
  } catch {
    return tmpdir();
  }
}
