import { join, resolve } from 'node:path';
import type { Json } from '../../../kernel/json.ts';
import { FulcrumError } from '../../../kernel/errors.ts';
import type { Judged } from '../../../kernel/run-state.ts';
import { commitChange } from '../../../workspace/commit-change.ts';
import { printable, sanitise } from '../display/sanitise.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { gradeOf } from '../../../kernel/verdict.ts';
import { objectiveFigure } from '../figures.ts';
import type { OpenRun, RunReference } from '../open-run.ts';
import { taskDirectoryOf, withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

export interface ApplyOptions {
  /** Null names it after run and candidate. */
  readonly branch: string | null;
  /** Folder, in a work tree, that corresponds to `workspace.root`; null takes that one. */
  readonly repository: string | null;
  /** `Name <address>`; null takes the repository's own. */
  readonly author: string | null;
}

/** `fulcrum apply`: the winner's change as one commit on a new branch; nothing else of the repository changes. */
export function applyCommand(
  reference: RunReference,
  options: ApplyOptions,
  output: Output,
): Promise<ExitCode> {
  return withRun(reference, (run) => {
    const { ledger, state, task } = run;
    const { baseline, winner } = improved(run);
    const branch = options.branch ?? `fulcrum/${reference.name}-${winner.candidate.number}`;
    const { workspace } = task;
    const root =
      options.repository === null
        ? join(taskDirectoryOf(reference), workspace.root)
        : resolve(options.repository);
    const made = commitChange(ledger, {
      root,
      onto: workspace.commit ?? 'HEAD',
      before: state.baselineCandidate!.tree,
      after: winner.candidate.tree,
      rules: workspace,
      branch,
      message: messageOf(run, baseline, winner),
      author: options.author,
    });
    output.both({ type: 'applied', branch, ...(made as unknown as { [key: string]: Json }) }, () => {
      const files = made.changes.map(({ path, kind }) => `  ${kind}  ${sanitise(path, 200)}`);
      const head = `candidate ${winner.candidate.number} is commit ${made.commit} on branch ${branch}`;
      return [head, ...files, `see it with: git show ${branch}`].join('\n');
    });
    return EXIT_CODES.finished;
  });
}

function improved({ state, task }: OpenRun): { readonly baseline: Judged; readonly winner: Judged } {
  const { baseline, incumbent } = state;
  if (baseline !== null && incumbent !== null && incumbent.candidate.number !== 0)
    return { baseline, winner: incumbent };
  throw new FulcrumError({
    code: 'FULCRUM_E_APPLY_NOTHING',
    domain: 'usage',
    what: 'nothing better than the unmodified workspace was found',
    where: task.name,
    mend: 'Go on with `fulcrum resume` and a larger budget',
  });
}

/** Holds nothing that a candidate or a proposer wrote: a summary could forge a trailer. */
function messageOf({ ledger, task }: OpenRun, baseline: Judged, winner: Judged): string {
  const objective = task.objectives[0]!;
  const [first] = ledger.entriesOf(0);
  const head = ledger.head()!;
  const gained = `${objective.metric} ${objectiveFigure(task, baseline.screened)} to ${objectiveFigure(task, winner.screened)}`;
  return [
    printable(`${task.name}: ${gained}`),
    '',
    `Found by ${printable(winner.candidate.provenance.proposer)}, kept by the rule "${task.acceptance.rule}" on a fresh verdict.`,
    `Evidence: ${gradeOf(winner.fresh)}.`,
    '',
    `Fulcrum-Run: ${first!.hash}`,
    `Fulcrum-Candidate: ${winner.candidate.number} ${winner.candidate.tree}`,
    `Fulcrum-Ledger-Head: ${head.sequence} ${head.hash}`,
    '',
  ].join('\n');
}
