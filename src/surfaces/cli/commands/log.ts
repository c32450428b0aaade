import type { Json } from '../../../kernel/json.ts';
import type { StoredEntry } from '../../../kernel/contracts/ledger.ts';
import type { RunEvent } from '../../../kernel/event.ts';
import type { EvidenceGrade } from '../../../kernel/verdict.ts';
import { sanitise } from '../display/sanitise.ts';
import { entryDetail } from '../entry-detail.ts';
import { createEntryGrades } from '../entry-grade.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { gradeText } from '../figures.ts';
import type { RunReference } from '../open-run.ts';
import { withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

export interface LogFilter {
  /** Only decisions of this kind, as `keep`; null shows everything. */
  readonly decision: string | null;
}

/** `fulcrum log`: the ledger, one entry a line. */
export function logCommand(reference: RunReference, filter: LogFilter, output: Output): Promise<ExitCode> {
  return withRun(reference, ({ ledger }) => {
    const gradeOfEntry = createEntryGrades();
    for (const entry of ledger.entries()) {
      const grade = gradeOfEntry(entry);
      if (!matches(entry.event, filter)) continue;
      const data = grade === null ? entry : { ...entry, grade };
      output.both(data as unknown as Json, () => logLine(entry, grade));
    }
    return EXIT_CODES.finished;
  });
}

function matches(event: RunEvent, { decision }: LogFilter): boolean {
  return decision === null || (event.type === 'candidate-decided' && event.decision.kind === decision);
}

function logLine({ sequence, at, hash, event }: StoredEntry, grade: EvidenceGrade | null): string {
  const line = `${String(sequence).padStart(6)}  ${at}  ${hash.slice(0, 10)}  ${event.type.padEnd(20)}  ${entryDetail(event)}`;
  const behind = gradeText(grade);
  return `${sanitise(line, 240 - behind.length)}${behind}`;
}
