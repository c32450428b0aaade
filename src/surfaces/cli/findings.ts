import { createHash } from 'node:crypto';
import { createAcceptance } from '../../acceptance/index.ts';
import { isFulcrumError } from '../../kernel/errors.ts';
import { checkSnapshots } from '../../loop/check-snapshots.ts';
import { replayApprovals } from '../../loop/replay-approvals.ts';
import { replayDecisions } from '../../loop/replay-decisions.ts';
import { replayProposals } from '../../loop/replay-proposals.ts';
import type { DefinedTask } from '../../task/define-task.ts';
import { loadTask } from '../../task/load-task.ts';
import { readOracleSeed } from '../oracle-seed.ts';
import { recordedParts } from '../recorded-parts.ts';
import { rejudgeWinner } from '../rejudge-winner.ts';
import { asStarted, startedTask } from '../started-task.ts';
import { packageVersion } from '../version.ts';
import type { Finding } from './finding.ts';
import type { OpenRun, RunReference } from './open-run.ts';

/** Does every decision follow from the evidence recorded for it? */
export function decisionsFinding({ ledger, state }: OpenRun): Finding {
  const differences = [...replayDecisions(ledger.entries(), createAcceptance)];
  const [first] = differences;
  const name = 'decisions';
  if (first === undefined)
    return {
      name,
      ok: true,
      detail: `all ${state.spending.evaluations - state.measurements} follow from their evidence`,
    };
  const { number, recorded, derived } = first;
  return {
    name,
    ok: false,
    detail: `${differences.length} do not follow; candidate ${number} was ${recorded}, the rule says ${derived ?? 'more evidence'}`,
  };
}

/** Was every keep agreed to, where the task demands it? Nothing where it does not, and nobody was asked. */
export function approvalsFinding({ ledger, task }: OpenRun): readonly Finding[] {
  const { faults, given } = replayApprovals(ledger);
  if (task.acceptance.approval !== 'required' && given === 0 && faults.length === 0) return [];
  const [first] = faults;
  const name = 'approvals';
  if (first === undefined) {
    const detail = `${given} answers, each to the very change that was decided about, and as answered`;
    return [{ name, ok: true, detail }];
  }
  const detail = `${faults.length} do not hold; first entry ${first.sequence}: ${first.what}`;
  return [{ name, ok: false, detail, code: 'FULCRUM_E_APPROVAL_DIFFERS' }];
}

/** Does every proposal come out again as it was recorded? */
export async function proposalsFinding({ ledger }: OpenRun): Promise<Finding> {
  let whole = 0;
  let chosen = 0;
  const differences: string[] = [];
  for await (const { number, difference, whole: isWhole } of replayProposals(recordedParts(ledger))) {
    if (difference !== null) differences.push(`proposal ${number}: ${difference}`);
    else if (isWhole) whole += 1;
    else chosen += 1;
  }
  const name = 'proposals';
  if (differences.length > 0) {
    return { name, ok: false, detail: `${differences.length} come out otherwise; first ${differences[0]}` };
  }
  const others = chosen === 0 ? '' : `; of ${chosen} more the choice of parents alone can be repeated`;
  return { name, ok: true, detail: `${whole} come out again as recorded${others}` };
}

/** Is what the run opens from the same as what its entries come to? */
export function snapshotsFinding({ ledger }: OpenRun): Finding {
  const checked = checkSnapshots(recordedParts(ledger), packageVersion());
  const wrong = checked.filter(({ holds }) => !holds).map(({ sequence }) => sequence);
  const name = 'snapshots';
  if (wrong.length > 0) {
    const detail = `those at entry ${wrong.join(', ')} differ from the entries they stand for: remove the folder snapshots`;
    return { name, ok: false, detail };
  }
  return { name, ok: true, detail: `${checked.length} hold what the entries come to` };
}

/** Is the revealed seed the one that was committed to? */
export function seedFinding({ ledger, state }: OpenRun): Finding {
  const name = 'input seed';
  if (!state.oracleSeedRevealed)
    return { name, ok: true, detail: 'committed to; revealed when the run has finished' };
  for (const { event } of ledger.entries()) {
    if (event.type !== 'seed-revealed') continue;
    const commitment = createHash('sha256').update(event.oracleSeed).digest('hex');
    if (commitment !== state.oracleSeedCommitment)
      return { name, ok: false, detail: 'is not the one that was committed to' };
  }
  return { name, ok: true, detail: 'matches what was committed to before the first judgement' };
}

/** Does the winner come out the same when it is judged once more? */
export async function rejudgeFinding(
  run: OpenRun,
  reference: RunReference,
  isolation: 'required' | 'none',
): Promise<Finding> {
  const name = 'winner, judged again';
  const defined = loadTaskIfThere(reference.task);
  if (defined === null) {
    const detail = 'not asked: the task is not here, and its oracle is in no ledger';
    return { name, ok: null, detail };
  }
  const started = asStarted(defined, startedTask(run.ledger));
  const seed = readOracleSeed(run.directory, run.ledger);
  const { agrees, detail } = await rejudgeWinner(
    run.ledger,
    run.state,
    started,
    seed,
    isolation,
    run.directory,
  );
  return { name, ok: agrees, detail };
}

function loadTaskIfThere(task: string): DefinedTask | null {
  try {
    return loadTask(task);
  } catch (error) {
    if (isFulcrumError(error) && error.facts.code === 'FULCRUM_E_TASK_MISSING') return null;
    throw error;
  }
}
