import { randomBytes } from 'node:crypto';
import { createAcceptance } from '../../src/acceptance/index.ts';
import type { Candidate } from '../../src/kernel/candidate.ts';
import type { Evidence, Judgement } from '../../src/kernel/contracts/acceptance.ts';
import type { Judge, JudgementOrder } from '../../src/kernel/contracts/judge.ts';
import type { FileEdit } from '../../src/kernel/contracts/proposer.ts';
import type { BlobStore } from '../../src/kernel/contracts/store.ts';
import type { Decision } from '../../src/kernel/decision.ts';
import { FulcrumError } from '../../src/kernel/errors.ts';
import { gain } from '../../src/kernel/objective.ts';
import type { Judged } from '../../src/kernel/run-state.ts';
import { SCREENING_INPUTS, screenedScore } from '../../src/kernel/run-state.ts';
import type { Task } from '../../src/kernel/task.ts';
import type { Verdict } from '../../src/kernel/verdict.ts';
import { startJudge } from '../../src/oracle/judge.ts';
import type { LauncherHandle } from '../../src/sandbox/launcher.ts';
import { freezeTask } from '../../src/task/freeze-task.ts';
import { loadTask } from '../../src/task/load-task.ts';
import { applyEdits } from '../../src/workspace/apply-edits.ts';
import { pathMatcher } from '../../src/workspace/paths.ts';
import { editableBytes } from '../../src/workspace/view.ts';

/** What Fulcrum makes of one candidate. */
export type FulcrumResult =
  | { readonly kind: 'refused'; readonly refusal: string; readonly detail: string }
  | {
      readonly kind: 'decided';
      readonly decision: Decision;
      /** Verdict that the decision rests on: the last one of the candidate. */
      readonly verdict: Verdict;
    };

/** A problem ready to judge candidates, as a run would be after its baseline. */
export interface Bench {
  readonly assess: (edits: readonly FileEdit[]) => Promise<FulcrumResult>;
  readonly close: () => Promise<void>;
}

export interface BenchOptions {
  readonly directory: string;
  readonly launcher: LauncherHandle;
  readonly store: BlobStore;
  readonly scratch: string;
  readonly workers: number;
}

/**
 * Loads a problem's task and judges its baseline, as every run begins: with an oracle seed that nobody knows, and with
 * candidates that do nothing, with which the oracle must not be content.
 */
export async function openBench(options: BenchOptions): Promise<Bench> {
  const { store, launcher, scratch, workers } = options;
  const { task, tree, directory } = freezeTask(loadTask(options.directory), store);
  const rules = {
    editable: pathMatcher(task.workspace.editable),
    maximumFileBytes: task.workspace.maximumFileBytes,
  };
  const oracleSeed = randomBytes(32).toString('hex');
  const judge = await startJudge({
    ...{ task, taskDirectory: directory, store, launcher, baseline: tree, oracleSeed, workers, scratch },
  });
  let number = 0;
  const candidateOf = (candidateTree: string): Candidate => ({
    number: number++,
    tree: candidateTree,
    parents: [],
    provenance: { proposer: 'redteam', operator: 'exploit', summary: '' },
    size: editableBytes(store, candidateTree, rules.editable),
  });
  const baseline = candidateOf(tree);
  const judged = await judgeBaseline(judge, task, baseline).catch(async (error: unknown) => {
    await judge.close();
    throw error;
  });
  const acceptance = createAcceptance(task);

  const decide = async (candidate: Candidate): Promise<FulcrumResult> => {
    const judgements: Judgement[] = [];
    const evidence: Evidence = {
      candidate,
      screenable: false,
      baseline: judged,
      incumbent: judged,
      judgements,
      history: { confirmations: 0, confirmed: 0 },
      repeats: null,
    };
    for (;;) {
      const step = acceptance.next(evidence);
      if (step.kind === 'decide') {
        const own = judgements.findLast((judgement) => judgement.judged === candidate.number)!;
        return { kind: 'decided', decision: step.decision, verdict: own.verdict };
      }
      for (const { whom, ...order } of step.orders) {
        const contender = whom === 'candidate' ? candidate : baseline;
        judgements.push({ judged: contender.number, verdict: await ask(judge, contender, order) });
      }
    }
  };

  return {
    assess: async (edits) => {
      const applied = applyEdits(store, tree, edits, rules);
      if (applied.kind === 'refused') return applied;
      return decide(candidateOf(applied.tree));
    },
    close: judge.close,
  };
}

async function judgeBaseline(judge: Judge, task: Task, candidate: Candidate): Promise<Judged> {
  const screened = await ask(judge, candidate, { mode: 'fresh', inputs: SCREENING_INPUTS, scope: 'visible' });
  const fresh = await ask(judge, candidate, { mode: 'fresh', inputs: 'baseline', scope: 'all' });
  for (const verdict of [screened, fresh])
    if (verdict.status !== 'pass') throw unsound(`its baseline does not pass: ${verdict.reason}`);
  await proveOracle(judge, task, screened);
  return { candidate, screened, fresh };
}

async function ask(judge: Judge, candidate: Candidate, order: JudgementOrder): Promise<Verdict> {
  const { signal } = new AbortController();
  return (await judge.judge({ ...order, candidate, signal })).verdict;
}

async function proveOracle(judge: Judge, task: Task, baseline: Verdict): Promise<void> {
  const own = screenedScore(task, baseline)!;
  for (const { name, verdict } of await judge.probeOracle(SCREENING_INPUTS)) {
    const idle = screenedScore(task, verdict);
    if (idle !== null && gain(task.objectives[0]!, idle, own) >= 0)
      throw unsound(`its oracle is content with a candidate that does nothing (${name})`);
  }
}

function unsound(what: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_REDTEAM_PROBLEM',
    domain: 'oracle',
    what,
    where: 'redteam/problems',
    mend: 'Mend the problem: an exploit proves nothing against an oracle that does not work',
  });
}
