import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { exactAcceptance } from '../../../acceptance/exact.ts';
import { salvageLedger } from '../../../ledger/salvage.ts';
import type { LedgerFault } from '../../../ledger/verify.ts';
import { verifyLedger } from '../../../ledger/verify.ts';
import { replayDecisions } from '../../../loop/replay-decisions.ts';
import { loadTask } from '../../../task/load-task.ts';
import { readOracleSeed } from '../../oracle-seed.ts';
import { rejudgeWinner } from '../../rejudge-winner.ts';
import { asStarted, startedTask } from '../../started-task.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { OpenRun, RunReference } from '../open-run.ts';
import { directoryOf, withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

export interface VerifyOptions {
  /** Folder for the sound part of a damaged run; null copies nothing. */
  readonly salvage: string | null;
  /** Judge the winner again in a fresh sandbox. */
  readonly rejudge: boolean;
  readonly isolation: 'required' | 'none';
}

/** One question asked of a run, and its answer. */
interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/**
 * `fulcrum verify`: recomputes the chain and every blob, takes every decision again from its recorded evidence, checks
 * the revealed seed against its commitment, and judges the winner once more.
 */
export async function verifyCommand(
  reference: RunReference,
  options: VerifyOptions,
  output: Output,
): Promise<ExitCode> {
  const chain = verifyLedger(directoryOf(reference));
  const report = (finding: Finding): boolean => {
    output.both(
      { type: 'verification', ...finding },
      () => `${finding.ok ? 'ok    ' : 'FAILED'}  ${finding.name}: ${finding.detail}`,
    );
    return finding.ok;
  };
  const sound = report(chainFinding(chain.sound, chain.blobs, chain.faults));
  if (!sound) {
    if (options.salvage !== null) {
      const kept = salvageLedger(directoryOf(reference), resolve(options.salvage));
      output.both(
        { type: 'salvaged', entries: kept, directory: resolve(options.salvage) },
        () => `kept the first ${kept} entries in ${resolve(options.salvage!)}`,
      );
    }
    return EXIT_CODES.integrity;
  }
  return withRun(reference, async (run) => {
    const findings = [report(decisionsFinding(run)), report(seedFinding(run))];
    if (options.rejudge) findings.push(report(await rejudgeFinding(run, reference, options.isolation)));
    return findings.every(Boolean) ? EXIT_CODES.finished : EXIT_CODES.integrity;
  });
}

function chainFinding(sound: number, blobs: number, faults: readonly LedgerFault[]): Finding {
  const name = 'chain and blobs';
  if (faults.length === 0)
    return { name, ok: true, detail: `${sound} entries and ${blobs} blobs are as they were written` };
  const texts = faults
    .slice(0, 5)
    .map(({ sequence, what }) => (sequence === null ? what : `entry ${sequence} ${what}`));
  return { name, ok: false, detail: `${texts.join('; ')}; the first ${sound} entries are sound` };
}

function decisionsFinding({ ledger, state }: OpenRun): Finding {
  const differences = [...replayDecisions(ledger.entries(), exactAcceptance)];
  const [first] = differences;
  const name = 'decisions';
  if (first === undefined)
    return { name, ok: true, detail: `all ${state.spending.evaluations} follow from their evidence` };
  const { number, recorded, derived } = first;
  return {
    name,
    ok: false,
    detail: `${differences.length} do not follow; candidate ${number} was ${recorded}, the rule says ${derived ?? 'more evidence'}`,
  };
}

function seedFinding({ ledger, state }: OpenRun): Finding {
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

async function rejudgeFinding(
  run: OpenRun,
  reference: RunReference,
  isolation: 'required' | 'none',
): Promise<Finding> {
  const started = startedTask(run.ledger);
  const defined = asStarted(loadTask(reference.task), started);
  const seed = readOracleSeed(run.directory, run.ledger);
  const { agrees, detail } = await rejudgeWinner(run.ledger, run.state, defined, seed, isolation);
  return { name: 'winner, judged again', ok: agrees, detail };
}
