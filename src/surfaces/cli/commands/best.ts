import { resolve } from 'node:path';
import type { Json } from '../../../kernel/json.ts';
import { FulcrumError } from '../../../kernel/errors.ts';
import { scoreGrade, screenedScore } from '../../../kernel/run-state.ts';
import { materialise } from '../../../workspace/materialise.ts';
import { checkEmptyFolder } from '../../empty-folder.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { gradedFigure } from '../figures.ts';
import type { RunReference } from '../open-run.ts';
import { withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

/** `fulcrum best`: names the incumbent; `--write <dir>` writes its whole workspace into an empty folder. */
export function bestCommand(
  reference: RunReference,
  target: string | null,
  output: Output,
): Promise<ExitCode> {
  return withRun(reference, ({ ledger, state, task }) => {
    const incumbent = state.incumbent;
    if (incumbent === null) throw noIncumbent();
    const directory = target === null ? null : resolve(target);
    if (directory !== null) {
      checkEmptyFolder(directory);
      materialise(ledger, incumbent.candidate.tree, directory);
    }
    output.both(
      {
        type: 'best',
        candidate: incumbent.candidate as unknown as Json,
        score: screenedScore(task, incumbent.screened),
        grade: scoreGrade(task, incumbent.screened),
        written: directory,
      },
      () => {
        const what = `candidate ${incumbent.candidate.number}: ${gradedFigure(task, incumbent.screened)} (baseline ${gradedFigure(task, state.baseline?.screened)})`;
        return directory === null ? what : `${what}\nwritten to ${directory}`;
      },
    );
    return EXIT_CODES.finished;
  });
}

function noIncumbent(): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_BASELINE_MISSING',
    domain: 'usage',
    what: 'the run ended before its baseline was judged',
    where: 'fulcrum best',
    mend: 'Go on with `fulcrum resume`',
  });
}
