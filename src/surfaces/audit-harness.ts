import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { AuditReport } from '../audit/audit-report.ts';
import type { ForeignHarness } from '../audit/harness/harness.ts';
import { runAudit } from '../audit/run-audit.ts';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { createRandom } from '../kernel/random.ts';
import { startLauncher } from '../sandbox/launcher.ts';
import { pathMatcher } from '../workspace/paths.ts';
import { listFiles } from '../workspace/tree.ts';
import type { HarnessSandbox } from './harness-sandbox.ts';
import { openHarnessSandbox } from './harness-sandbox.ts';

/** Everything of a foreign harness that was found and read before anything runs. */
export interface PreparedHarness {
  readonly store: BlobStore;
  /** Folders of this machine shown read-only, by their path in the workspace. */
  readonly tools: { readonly [path: string]: string };
  /** Where it is started, in a sandbox of its own. */
  readonly workingDirectory: string;
  /** Names of folders of the root that lie in the workspace. */
  readonly roots: readonly string[];
  /** Makes the reference and the harness that judges it, in the sandbox where files have to be made first. */
  readonly complete: (
    sandbox: HarnessSandbox,
  ) => Promise<{ readonly harness: ForeignHarness; readonly reference: Hash }>;
}

export interface AuditHarnessOptions {
  readonly prepared: PreparedHarness;
  readonly seed: string;
  readonly mostMutants: number;
  /** One evaluation may take, at most. */
  readonly seconds: number;
  readonly workers: number | null;
  readonly progress: (done: number, of: number, what: string) => void;
}

/** The reference's scores are seldom all the same where an evaluator draws numbers or measures time. */
const REFERENCE_RUNS = 3;
/** What a candidate gets, by the reference's slowest run so far: a mutant that loops should not cost the whole limit. */
const PATIENCE = { factor: 4, seconds: 5 } as const;
const MOST_WORKERS = 2;

/** What a harness for programs of somebody else's judges by: more is better. */
const TASK = { objectives: [{ direction: 'maximize' }], acceptance: { minimumGain: 0 } } as const;
export const MAXIMUM_FILE_BYTES = 8 * 2 ** 20;

/** Audits a judge that is not Fulcrum's by running it, the candidates with it, inside of Fulcrum's sandboxes. */
export async function auditHarness(
  options: AuditHarnessOptions,
): Promise<AuditReport & { readonly place: string }> {
  const { prepared, seed, mostMutants, progress } = options;
  const { store, tools, roots, workingDirectory } = prepared;
  const launcher = await startLauncher({ isolation: 'required' });
  try {
    await launcher.prove();
    const workers = options.workers ?? Math.min(availableParallelism(), MOST_WORKERS);
    const sandbox = openHarnessSandbox({
      ...{ launcher, store, tools, roots, workingDirectory, workers },
    });
    const { harness, reference } = await prepared.complete(sandbox);
    const { editable } = harness;
    const timed = timedJudge(sandbox, harness, { reference, most: options.seconds });
    const report = await runAudit({
      task: { ...TASK, workspace: { editable, maximumFileBytes: MAXIMUM_FILE_BYTES } },
      ...{ store, tree: reference, judge: timed, mostMutants, progress },
      referenceRuns: REFERENCE_RUNS,
      attacksOn: harness.attacksOn,
      random: createRandom(`audit/${seed}/${reference}`),
      findKillers: null,
    });
    const oracle = identityOf(store, reference, editable);
    return { task: harness.title, place: harness.place, seed, oracle, ...report };
  } finally {
    await launcher.close();
  }
}

function timedJudge(
  sandbox: HarnessSandbox,
  harness: ForeignHarness,
  { reference, most }: { readonly reference: Hash; readonly most: number },
): Parameters<typeof runAudit>[0]['judge'] {
  let slowest = 0;
  return async (tree, { outlasts }) => {
    const isReference = tree === reference;
    const patience = Math.ceil(PATIENCE.seconds + PATIENCE.factor * slowest);
    const started = performance.now();
    const verdict = await sandbox.judge(harness, tree, {
      again: outlasts,
      seconds: isReference ? most : Math.min(most, patience),
    });
    if (isReference) slowest = Math.max(slowest, (performance.now() - started) / 1000);
    return verdict;
  };
}

/** Names a harness by its own files. */
function identityOf(store: BlobStore, tree: Hash, editable: readonly string[]): string {
  const isEditable = pathMatcher(editable);
  const hash = createHash('sha256');
  for (const file of listFiles(store, tree))
    if (!isEditable(file.path)) hash.update(`${JSON.stringify(file.path)} ${file.hash}\n`);
  return hash.digest('hex');
}
