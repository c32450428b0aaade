import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AuditReport } from '../../../audit/audit-report.ts';
import { auditSarif } from '../../../audit/sarif.ts';
import type { Json } from '../../../kernel/json.ts';
import { freezeTask } from '../../../task/freeze-task.ts';
import { loadTask } from '../../../task/load-task.ts';
import { importDirectory } from '../../../workspace/import-directory.ts';
import { memoryStore } from '../../../workspace/memory-store.ts';
import { auditTask } from '../../audit-task.ts';
import { packageVersion } from '../../version.ts';
import { auditText, progressLine } from '../audit-text.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { Output } from '../output.ts';

export interface AuditOptions {
  readonly seed: string;
  readonly mutants: number;
  /** Folder with the files that stand in the place of the workspace; null for the workspace itself. */
  readonly reference: string | null;
  /** File to write what `oracle.audit` of a task can name; null for none. */
  readonly out: string | null;
  /** File to write SARIF to; null for none. */
  readonly sarif: string | null;
  readonly workers: number | null;
  readonly isolation: 'required' | 'none';
}

/** `fulcrum audit`: attacks a task's own oracle, and says what it lets through. */
export async function auditCommand(task: string, options: AuditOptions, output: Output): Promise<ExitCode> {
  const store = memoryStore();
  const defined = loadTask(task);
  const frozen = freezeTask(defined, store);
  const { reference, seed, mutants, workers, isolation } = options;
  const tree =
    reference === null ? frozen.tree : importDirectory(store, resolve(reference), defined.task.workspace);
  const report = await auditTask({
    ...{ frozen, store, reference: tree, seed, mostMutants: mutants, workers, isolation },
    progress: progressLine(output),
  });
  if (options.out !== null)
    writeFileSync(resolve(options.out), `${JSON.stringify(auditEvidence(report), null, 2)}\n`);
  if (options.sarif !== null)
    writeFileSync(
      resolve(options.sarif),
      `${JSON.stringify(auditSarif(report, packageVersion()), null, 2)}\n`,
    );
  output.both({ type: 'audit', ...report } as unknown as Json, () => auditText(report, output));
  return report.grade === 'F' ? EXIT_CODES.oracleOrSandbox : EXIT_CODES.finished;
}

/** What each check has shown: it passes what is trusted, and so many small bugs do not pass it. */
function auditEvidence({ oracle, checks, mutants }: AuditReport): Json {
  const killed = (check: string): number => mutants.filter(({ killedBy }) => killedBy === check).length;
  const rows = checks.map((check) => [check, { passesTrusted: true, mutantsKilled: killed(check) }] as const);
  return { oracle, checks: Object.fromEntries(rows) };
}
