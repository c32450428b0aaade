import type { Provenance } from '../kernel/candidate.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { RunState } from '../kernel/run-state.ts';
import type { Budget } from '../kernel/task.ts';
import { startedAttestation } from '../ledger/attestation.ts';
import { editableBytes } from '../workspace/view.ts';
import type { Journal } from './journal.ts';
import { openJournal } from './journal.ts';
import type { RunParts } from './run-parts.ts';
import type { Search } from './search.ts';
import { createSearch } from './search.ts';

/** Opens the run: a new one starts its chain, an old one is folded and goes on where it was. */
export function prepareRun(parts: RunParts): { readonly journal: Journal; readonly search: Search } {
  const search = createSearch(parts);
  const journal = openJournal(parts, search);
  if (journal.state().phase === 'empty') startRun(parts, journal);
  else resumeRun(parts, journal);
  journal.flush();
  return { journal, search };
}

function startRun(parts: RunParts, journal: Journal): void {
  const { task, ledger, baselineTree, edits } = parts;
  journal.record({
    event: {
      type: 'run-started',
      format: 1,
      version: parts.version,
      task,
      taskHash: parts.taskHash,
      baseline: {
        number: 0,
        tree: baselineTree,
        parents: [],
        provenance: baselineProvenance(parts),
        size: editableBytes(ledger, baselineTree, edits.editable),
      },
      oracleSeedCommitment: parts.judge.seedCommitment,
      ...(parts.memory ? { memory: parts.memory } : {}),
    },
    observed: attestationBeside(parts),
  });
}

function baselineProvenance({ task: { workspace } }: RunParts): Provenance {
  const provenance = { proposer: 'baseline', operator: 'none', summary: 'the unmodified workspace' };
  return workspace.author === undefined ? provenance : { ...provenance, author: workspace.author };
}

/** Beside the event: a rerun elsewhere, under another key, is the same run. */
function attestationBeside({ judge: { attestation } }: Pick<RunParts, 'judge'>): JsonObject {
  return attestation === null ? {} : { attestation: attestation as unknown as JsonObject };
}

function resumeRun(parts: RunParts, journal: Journal): void {
  checkSeedSecret(parts, journal.state());
  reopenRun(parts, journal, parts.budget);
}

/**
 * Goes on with a run under the task and the key it was started with.
 *
 * @param budget that replaces the one it had; null keeps it
 */
export function reopenRun(
  parts: Pick<RunParts, 'taskHash' | 'judge' | 'ledger'>,
  journal: Journal,
  budget: Budget | null,
): void {
  const state = journal.state();
  checkSameTask(parts, state);
  checkSameKey(parts);
  journal.record({
    event: { type: 'run-resumed', budget: budget ?? state.task!.budget },
    observed: attestationBeside(parts),
  });
}

function checkSameTask({ taskHash, judge }: Pick<RunParts, 'taskHash' | 'judge'>, state: RunState): void {
  if (state.taskHash !== taskHash) {
    throw new FulcrumError({
      code: 'FULCRUM_E_TASK_CHANGED',
      domain: 'usage',
      what: 'the task, its workspace or its oracle is not the one this run was started with',
      where: 'fulcrum.yaml',
      mend: 'Undo the change to go on, or start a new run under another --name',
    });
  }
  if (state.oracleSeedCommitment !== judge.seedCommitment) {
    throw new FulcrumError({
      code: 'FULCRUM_E_ORACLE_SEED_CHANGED',
      domain: 'ledger',
      what: "the oracle's input seed is not the one this run committed to",
      where: 'oracle-seed',
      mend: 'Restore the file oracle-seed of the run directory, or start a new run',
    });
  }
}

/** A run has one signer from its first verdict to its last; one that was started unsigned stays so. */
function checkSameKey({ ledger, judge }: Pick<RunParts, 'ledger' | 'judge'>): void {
  const started = startedAttestation(ledger);
  if (started?.publicKey === judge.attestation?.publicKey) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_ORACLE_KEY_CHANGED',
    domain: 'usage',
    what: 'the verdicts of this run were not signed with the key that would sign from here on',
    where: 'FULCRUM_ORACLE_KEY',
    mend: 'Name the key the run was started with and keep its sandbox, or start a new run under another --name',
  });
}

function checkSeedSecret(parts: RunParts, state: RunState): void {
  if (!state.oracleSeedRevealed || parts.proposers.every((proposer) => proposer.trusted)) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_ORACLE_SEED_REVEALED',
    domain: 'usage',
    what: 'the run is finished and its input seed is public, so a new candidate could know its questions',
    where: 'resume',
    mend: 'Write the winner with `fulcrum best --write` and start a new run from it',
  });
}
