import type { Command } from 'commander';
import type { ReportTargets } from './commands/report.ts';
import type { Perform } from './perform.ts';
import { readCommands } from './read-command.ts';

interface ReportFlags extends Partial<Omit<ReportTargets, 'github'>> {
  readonly github?: true;
  readonly json?: boolean;
}

/** `fulcrum report`: a run for others to read, in the form they read. */
export function addReportCommand(program: Command, perform: Perform): void {
  const add = readCommands(program, perform);
  const report: Command = add(
    'report',
    'write a run for others: one HTML file, or the forms that are named',
    async (reference, output) => {
      const { reportCommand } = await import('./commands/report.ts');
      const flags = report.opts<ReportFlags>();
      const { out = null, markdown = null, junit = null, sarif = null } = flags;
      const { csv = null, jsonl = null, resultsTsv = null, github = false } = flags;
      const { oneFile = null, bundle = null } = flags;
      return reportCommand(
        reference,
        { out, oneFile, bundle, markdown, junit, sarif, csv, jsonl, resultsTsv, github },
        output,
      );
    },
  )
    .option('--out <file>', 'the HTML file, instead of report.html in the run directory')
    .option('--one-file <file>', 'the page of `fulcrum view` with this run in it, as one HTML file')
    .option('--bundle <folder>', 'the same as a folder, for a web server or a large run')
    .option('--markdown <file>', 'the body of a pull request; - for standard output, as below')
    .option('--github', 'annotations and the job summary, in a job of GitHub Actions')
    .option('--junit <file>', 'JUnit XML: what speaks for and against the result, and every candidate')
    .option('--sarif <file>', 'what speaks against the result, as SARIF 2.1.0')
    .option('--csv <file>', 'every candidate, a line each')
    .option('--jsonl <file>', 'the same as JSON, a value a line')
    .option('--results-tsv <file>', 'the same as autoresearch logs it');
}
