import { FulcrumError } from '../kernel/errors.ts';
import type { RunState } from '../kernel/run-state.ts';
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
        provenance: { proposer: 'baseline', operator: 'none', summary: 'the unmodified workspace' },
        size: editableBytes(ledger, baselineTree, edits.editable),
      },
      oracleSeedCommitment: parts.judge.seedCommitment,
    },
  });
}

function resumeRun(parts: RunParts, journal: Journal): void {
  const state = journal.state();
  checkSameTask(parts, state);
  checkSeedSecret(parts, state);
  journal.record({ event: { type: 'run-resumed', budget: parts.budget ?? state.task!.budget } });
}

function checkSameTask({ taskHash, judge }: RunParts, state: RunState): void {
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
