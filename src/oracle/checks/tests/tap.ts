import type { FinalResults, Result } from 'tap-parser';
import { Parser } from 'tap-parser';
import type { ReportGatherer, ReportReader, TestStatus } from './suite-report.ts';
import { UnreadableReport, readingReport, reportText } from './suite-report.ts';

const DEEPEST = 32;

/**
 * The Test Anything Protocol, versions 12 to 14 (testanything.org). An identity is the descriptions of the subtests
 * around it and its own. Lines that are no TAP are passed over, as the protocol says; a plan that is missing or not kept
 * to, and a bail out, make the report worthless.
 */
export const readTap: ReportReader = (report) =>
  readingReport((gather) => {
    const text = withoutDiagnostics(reportText(report));
    const parser = new Parser({ bail: false });
    listen(parser, [], gather);
    let ended = false;
    parser.on('complete', ({ bailout, failures }: FinalResults) => {
      ended = true;
      if (bailout !== false) throw new UnreadableReport('it bails out');
      if (!/^1\.\.\d/m.test(text)) throw new UnreadableReport('it has no plan');
      if (failures.some((failure) => failure.tapError != null))
        throw new UnreadableReport('it does not keep to its plan');
    });
    parser.end(text);
    if (!ended) throw new UnreadableReport('it breaks off');
  });

/** YAML is left out: nothing is read there, and what a candidate wrote is better not parsed as something that rich. */
function withoutDiagnostics(text: string): string {
  let inside = false;
  const kept = text.split('\n').filter((line) => {
    if (/^\s+---\s*$/.test(line)) inside = true;
    const left = inside;
    if (/^\s+\.\.\.\s*$/.test(line)) inside = false;
    return !left;
  });
  return kept.join('\n');
}

function listen(parser: Parser, path: readonly string[], gather: ReportGatherer): void {
  if (path.length > DEEPEST) throw new UnreadableReport(`its subtests are nested deeper than ${DEEPEST}`);
  parser.on('assert', ({ ok, name, id, skip, todo }: Result) => {
    const undone = [skip, todo].some((directive) => (directive ?? false) !== false);
    const status: TestStatus = undone ? 'skipped' : ok ? 'passed' : 'failed';
    gather.add([...path, name === '' ? `test ${id}` : name].join(' > '), status);
  });
  parser.on('child', (child: Parser) => listen(child, [...path, child.name], gather));
}
