import { availableParallelism } from 'node:os';
import type { HeldOutKeeping } from '../oracle/judge.ts';
import type { Judge } from '../kernel/contracts/judge.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { startJudge } from '../oracle/judge.ts';
import type { SigningOrder } from '../oracle/signer.ts';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { startLauncher } from '../sandbox/launcher.ts';
import type { FrozenTask } from '../task/freeze-task.ts';
import { oracleKeyPlace } from './oracle-key.ts';
import { packageVersion } from './version.ts';

export interface JudgeComposition {
  readonly frozen: FrozenTask;
  readonly store: BlobStore;
  readonly oracleSeed: string;
  readonly isolation: 'required' | 'none';
  /** Have the verdicts signed. Without isolation they never are: the key lies where candidates could read it. */
  readonly signed: boolean;
  /** Candidates judged side by side; null takes the cores of this machine. */
  readonly workers: number | null;
  /** Where the oracle keeps count of what it tells of held-out slices; left out, it begins anew. */
  readonly heldOut?: HeldOutKeeping;
  /** Seconds an oracle may take for itself in one judgement; null for the usual time. */
  readonly oracleSeconds: number | null;
}

/** Starts sandboxes and oracle, hands the judge to `use`, and leaves no process or file behind however that ends. */
export async function withJudge<Result>(
  composition: JudgeComposition,
  use: (judge: Judge, launcher: LauncherHandle) => Promise<Result>,
): Promise<Result> {
  const { frozen, store, oracleSeed, isolation, signed, workers, oracleSeconds } = composition;
  const launcher = await startLauncher({ isolation });
  try {
    // The attacks run while the oracle comes up; nothing is judged before their outcome was asked for.
    const proof = launcher.prove();
    proof.catch(() => undefined);
    const judge = await startJudge({
      task: frozen.task,
      taskDirectory: frozen.directory,
      store,
      baseline: frozen.tree,
      launcher: { ...launcher, prove: () => proof },
      oracleSeed,
      signing: signed && isolation === 'required' ? signingOrder(frozen) : null,
      audit: frozen.audit,
      workers: workers ?? Math.min(availableParallelism(), frozen.task.pipeline),
      scratch: launcher.scratch,
      ...(composition.heldOut === undefined ? {} : { heldOut: composition.heldOut }),
      ...(oracleSeconds === null ? {} : { oracleSeconds }),
    });
    try {
      return await use(judge, launcher);
    } finally {
      await judge.close();
    }
  } finally {
    await launcher.close();
  }
}

function signingOrder({ hash, oracle, audit }: FrozenTask): SigningOrder {
  return { key: oracleKeyPlace(process.env), task: hash, oracle, audit, version: packageVersion() };
}
