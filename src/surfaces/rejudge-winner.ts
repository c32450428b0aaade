import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { RunState } from '../kernel/run-state.ts';
import type { CheckResult, Verdict } from '../kernel/verdict.ts';
import { hasHeldOutRecord } from '../oracle/held-out/keeping.ts';
import type { HeldOutKeeping } from '../oracle/judge.ts';
import type { DefinedTask } from '../task/define-task.ts';
import { freezeTask } from '../task/freeze-task.ts';
import { withJudge } from './with-judge.ts';

/** How the incumbent fared when it was judged once more. */
export interface Rejudgement {
  readonly agrees: boolean;
  readonly detail: string;
}

/**
 * Judges the incumbent again in a fresh sandbox on the inputs its keep rests on, and compares with the ledger. Needs the
 * task as it was: its oracle is not in the ledger, only its hash.
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
  const recorded = incumbent.fresh;
  const { verdict } = await withJudge(
    {
      ...{ frozen, store: ledger, oracleSeed, isolation, signed: false, workers: 1, oracleSeconds: null },
      ...heldOutOf(directory),
    },
    async (judge) => {
      await judge.proveSandbox();
      const { signal } = new AbortController();
      return judge.judge({
        candidate: incumbent.candidate,
        mode: 'fresh',
        inputs: recorded.inputs,
        scope: 'all',
        signal,
      });
    },
  );
  const difference = verdictDifference(recorded, verdict);
  return difference === null
    ? { agrees: true, detail: `candidate ${incumbent.candidate.number} came out the same on every check` }
    : { agrees: false, detail: difference };
}

/** Without a record, as in a run that came from an archive, the oracle tells for the first time. */
function heldOutOf(directory: string): { readonly heldOut?: HeldOutKeeping } {
  return hasHeldOutRecord(directory) ? { heldOut: { directory, recorded: {} } } : {};
}

function verdictDifference(recorded: Verdict, again: Verdict): string | null {
  if (recorded.status !== again.status) return `recorded ${recorded.status}, judged again ${again.status}`;
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
