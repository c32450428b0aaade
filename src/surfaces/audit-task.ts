import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditReport, Killer } from '../audit/audit-report.ts';
import { makeAttacks } from '../audit/attacks/make-attacks.ts';
import type { AuditVerdict } from '../audit/run-audit.ts';
import { runAudit } from '../audit/run-audit.ts';
import { varyArguments } from '../audit/vary-arguments.ts';
import { oracleIdentity } from '../kernel/attestation.ts';
import type { Hash } from '../kernel/candidate.ts';
import type { Judge } from '../kernel/contracts/judge.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import type { Json } from '../kernel/json.ts';
import type { Random } from '../kernel/random.ts';
import { createRandom } from '../kernel/random.ts';
import type { Task } from '../kernel/task.ts';
import type { Verdict } from '../kernel/verdict.ts';
import { metricOf } from '../kernel/verdict.ts';
import { readPlain } from '../oracle/subject/plain-data.ts';
import type { FrozenTask } from '../task/freeze-task.ts';
import { withJudge } from './with-judge.ts';

export interface AuditTaskOptions {
  readonly frozen: FrozenTask;
  readonly store: BlobStore;
  /** Tree that attacks and mutants are made from; the workspace as a rule. */
  readonly reference: Hash;
  readonly seed: string;
  readonly mostMutants: number;
  readonly workers: number | null;
  readonly isolation: 'required' | 'none';
  readonly progress: (done: number, of: number, what: string) => void;
}

/** Arguments tried on each mutant that nobody noticed. */
const TRIED = 300;
const INPUTS = 'audit';

/** Audits the oracle of a task in the same sandboxes, by the same judge, as a run. */
export async function auditTask(options: AuditTaskOptions): Promise<AuditReport> {
  const { frozen, store, reference, seed, mostMutants, progress } = options;
  const random = createRandom(`audit/${seed}/${frozen.hash}`);
  const { workers, isolation } = options;
  const judging = { frozen, store, workers, isolation, oracleSeconds: null, signed: false } as const;
  const composition = { ...judging, oracleSeed: `audit/${seed}` };
  const report = await withJudge(composition, async (judge) => {
    await judge.proveSandbox();
    const { signal } = new AbortController();
    const candidate = { number: 0, tree: reference };
    const order = { mode: 'fresh', inputs: INPUTS, scope: 'all', record: true } as const;
    const { observed } = await judge.judge({ candidate, ...order, signal });
    const asked = ((observed['questions'] ?? []) as readonly string[]).map(
      (text) => readPlain(text) as readonly Json[],
    );
    return runAudit({
      task: frozen.task,
      store,
      tree: reference,
      referenceRuns: 1,
      attacksOn: (from) => makeAttacks(from, frozen.task),
      // Every judgement has sandboxes of its own: nothing outlasts it.
      judge: async (tree) => auditVerdict(await judgeTree(judge, tree), frozen.task),
      random,
      mostMutants,
      progress,
      findKillers: asked.length === 0 ? null : (trees) => findKillers(trees, asked, random, options),
    });
  });
  const oracle = createHash('sha256').update(oracleIdentity(frozen.oracle.files)).digest('hex');
  return { task: frozen.task.name, seed, oracle, ...report };
}

async function judgeTree(judge: Pick<Judge, 'judge'>, tree: Hash): Promise<Verdict> {
  const { signal } = new AbortController();
  const order = { mode: 'fresh', inputs: INPUTS, scope: 'all' } as const;
  return (await judge.judge({ candidate: { number: 0, tree }, ...order, signal })).verdict;
}

function auditVerdict(verdict: Verdict, { objectives }: Task): AuditVerdict {
  const { slice, metric } = objectives[0]!;
  const { status, reason, checks } = verdict;
  return {
    status,
    reason,
    score: status === 'pass' ? metricOf(verdict, slice, metric) : null,
    checks: checks.map(({ check }) => check),
    visible: checks.at(-1)?.visibility === 'visible',
  };
}

/** Asks each tree what the oracle asks, and things near it, beside the reference: the first difference kills it. */
async function findKillers(
  trees: readonly Hash[],
  asked: readonly (readonly Json[])[],
  random: Random,
  { frozen, store, reference, workers, isolation }: AuditTaskOptions,
): Promise<readonly (Killer | null)[]> {
  if (trees.length === 0) return [];
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-audit-'));
  try {
    chmodSync(directory, 0o755);
    const cases = [...asked, ...varyArguments(asked, TRIED, random)];
    writeFileSync(join(directory, 'cases.json'), JSON.stringify(cases));
    writeFileSync(join(directory, 'oracle.ts'), COMPARING_ORACLE);
    const task = {
      ...frozen.task,
      oracle: { module: join(directory, 'oracle.ts'), data: [] },
      objectives: [{ ...frozen.task.objectives[0]!, slice: 'same', metric: 'same' }],
      slices: { visible: ['same'], heldOut: [] },
    };
    const composition = {
      ...{ frozen: { ...frozen, task, tree: reference }, store, workers, isolation },
      ...{ oracleSeed: 'audit', oracleSeconds: null, signed: false },
    };
    return await withJudge(composition, (judge) =>
      Promise.all(
        trees.map(async (tree) => {
          const { checks } = await judgeTree(judge, tree);
          return killerIn(checks.at(-1)!.evidence);
        }),
      ),
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function killerIn(evidence: Json): Killer | null {
  if (typeof evidence !== 'object' || evidence === null || Array.isArray(evidence)) return null;
  return (evidence as { readonly killer?: Killer }).killer ?? null;
}

/** Asks candidate and baseline the same, until they differ. */
const COMPARING_ORACLE = `
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { defineOracle } from 'fulcrum';

const cases = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8'));
const shown = (value) => (JSON.stringify(value) ?? String(value)).slice(0, 400);
const answerOf = (answer) =>
  answer.kind === 'value' ? answer.value : answer.kind === 'threw' ? { threw: true } : { ended: answer.status };

export default defineOracle({
  checks: [{
    name: 'same', slice: 'same', visibility: 'visible', inspects: true, seconds: 600,
    run: async ({ open }) => {
      const reference = await open({ tree: 'baseline' });
      const mutant = await open({ tree: 'candidate' });
      for (const args of cases) {
        const expected = await reference.ask(...args);
        // What the reference does not answer says nothing of the mutant.
        if (expected.kind !== 'value') {
          if (expected.kind === 'ended') break;
          continue;
        }
        const given = await mutant.ask(...args);
        if (given.kind === 'value' && isDeepStrictEqual(given.value, expected.value)) continue;
        const killer = { arguments: shown(args), reference: shown(expected.value), mutant: shown(answerOf(given)) };
        return { status: 'fail', reason: 'it answers otherwise', evidence: { killer } };
      }
      return { status: 'pass', metrics: { same: 1 } };
    },
  }],
});
`;
