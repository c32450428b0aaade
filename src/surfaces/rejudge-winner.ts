import type { Judge } from '../kernel/contracts/judge.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { Judged, RunState } from '../kernel/run-state.ts';
import type { Task } from '../kernel/task.ts';
import type { CheckResult, Verdict } from '../kernel/verdict.ts';
import { hasHeldOutRecord } from '../oracle/held-out/keeping.ts';
import type { HeldOutKeeping } from '../oracle/judge.ts';
import type { DefinedTask } from '../task/define-task.ts';
import { freezeTask } from '../task/freeze-task.ts';
import { rejudgePairs } from './rejudge-pairs.ts';
import { withJudge } from './with-judge.ts';

/** How the incumbent fared when it was judged once more. */
export interface Rejudgement {
  /** Null where the rule promises nothing that could be found broken. */
  readonly agrees: boolean | null;
  readonly detail: string;
}

/**
 * Judges the incumbent again in fresh sandboxes on the inputs its keep rests on, and compares with the ledger: figure by
 * figure under rules without noise, by the pairs under rules that test them. Needs the task as it was: its oracle is not in
 * the ledger, only its hash.
 *
 * @param directory of the run: what its oracle told once it tells again, without counting
 * @param defined the task with the seed, budget and strategy the run was started with
 */
export async function rejudgeWinner(
  ledger: Ledger,
  state: RunState,
  defined: DefinedTask,
  oracleSeed: string,
  isolation: 'required' | 'none',
  directory: string,
): Promise<Rejudgement> {
  const { incumbent, taskHash } = state;
  if (incumbent === null) return { agrees: false, detail: 'the run has no judged baseline' };
  const frozen = freezeTask(defined, ledger);
  if (frozen.hash !== taskHash) {
    return {
      agrees: false,
      detail: 'the task, its workspace or its oracle has changed since: restore it to judge again',
    };
  }
  return withJudge(
    {
      ...{ frozen, store: ledger, oracleSeed, isolation, signed: false, workers: 1, oracleSeconds: null },
      ...heldOutOf(directory),
    },
    async (judge) => {
      await judge.proveSandbox();
      const { task } = frozen;
      const { rule } = task.acceptance;
      const { number } = incumbent.candidate;
      return rule === 'exact' || rule === 'greedy' || number === 0
        ? rejudgeVerdict(judge, task, incumbent)
        : rejudgePairs(judge, ledger, task, rule, number);
    },
  );
}

async function rejudgeVerdict(
  judge: Judge,
  { acceptance }: Task,
  { candidate, fresh: recorded }: Judged,
): Promise<Rejudgement> {
  const { signal } = new AbortController();
  const { inputs } = recorded;
  const { verdict } = await judge.judge({ candidate, mode: 'fresh', inputs, scope: 'all', signal });
  const who = `candidate ${candidate.number}`;
  if (recorded.status !== verdict.status) {
    return { agrees: false, detail: `recorded ${recorded.status}, judged again ${verdict.status}` };
  }
  const difference = figureDifference(recorded, verdict);
  if (difference === null) return { agrees: true, detail: `${who} came out the same on every check` };
  switch (acceptance.rule) {
    case 'exact':
      return { agrees: false, detail: difference };
    case 'greedy':
      return {
        agrees: null,
        detail: `${who} passes again; ${difference}: greedy keeps what measured best once`,
      };
    default:
      return { agrees: true, detail: `${who} passes again; its figures scatter and are not compared` };
  }
}

/** Without a record, as in a run that came from an archive, the oracle tells for the first time. */
function heldOutOf(directory: string): { readonly heldOut?: HeldOutKeeping } {
  return hasHeldOutRecord(directory) ? { heldOut: { directory, recorded: {} } } : {};
}

function figureDifference(recorded: Verdict, again: Verdict): string | null {
  for (const [index, check] of recorded.checks.entries()) {
    const other = again.checks[index];
    if (other === undefined) return `check "${check.check}" was not reached again`;
    if (!sameMetrics(check, other)) {
      return `check "${check.check}" recorded ${JSON.stringify(check.metrics)}, judged again ${JSON.stringify(other.metrics)}`;
    }
  }
  return null;
}

function sameMetrics(left: CheckResult, right: CheckResult): boolean {
  const names = Object.keys(left.metrics);
  return (
    names.length === Object.keys(right.metrics).length &&
    names.every((name) => left.metrics[name] === right.metrics[name])
  );
}
