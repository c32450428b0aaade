import type { Assessment } from './assessment.ts';
import { assessRun } from './assessment.ts';
import { headline } from './headline.ts';
import { visibleText } from '../../report/text.ts';
import type { RunExport } from './run-export.ts';

/** GitHub shows ten annotations of a level for each step; the job summary has them all. */
const SHOWN = 10;
const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/**
 * A run as workflow commands for GitHub Actions, one a line, for standard output: what it came to and what speaks against
 * it, shown at the task file.
 */
export function annotationLines(run: RunExport): readonly string[] {
  const found = assessRun(run).filter(({ level }) => level !== 'none');
  const shown = (['error', 'warning', 'note'] as const).flatMap((wanted) =>
    found.filter(({ level }) => level === wanted).slice(0, wanted === 'note' ? SHOWN - 1 : SHOWN),
  );
  const summary = command('notice', run.taskFile, 'Fulcrum', headline(run.history));
  return [summary, ...shown.map((assessment) => annotation(assessment, run.taskFile))];
}

function annotation({ level, name, text }: Assessment, file: string): string {
  return command(COMMANDS[level as keyof typeof COMMANDS], file, name, text);
}

function command(name: string, file: string, title: string, message: string): string {
  const properties = Object.entries({ file, line: '1', title }).map(
    ([key, value]) => `${key}=${propertyText(value)}`,
  );
  return `::${name} ${properties.join(',')}::${dataText(message)}`;
}

/** As the runner reads it (actions/toolkit, `command.ts`): line ends would begin another command. */
function dataText(text: string): string {
  return visibleText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function propertyText(text: string): string {
  return dataText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
