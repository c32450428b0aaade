import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { auditSarif } from '../../../audit/sarif.ts';
import type { Json } from '../../../kernel/json.ts';
import { memoryStore } from '../../../workspace/memory-store.ts';
import { auditHarness } from '../../audit-harness.ts';
import type { HarnessFlags } from '../../foreign-harness/harness-flags.ts';
import { prepareHarness } from '../../foreign-harness/prepare-harness.ts';
import { packageVersion } from '../../version.ts';
import { auditText, progressLine } from '../audit-text.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { Output } from '../output.ts';

export interface AuditHarnessCommandOptions {
  readonly seed: string;
  readonly mutants: number;
  /** File to write SARIF to; null for none. */
  readonly sarif: string | null;
  readonly workers: number | null;
  readonly seconds: number;
}

/** `fulcrum audit --harness`: attacks somebody else's judge, and says what it lets through. */
export async function auditHarnessCommand(
  flags: HarnessFlags,
  { seed, mutants, sarif, workers, seconds }: AuditHarnessCommandOptions,
  output: Output,
): Promise<ExitCode> {
  const prepared = prepareHarness(memoryStore(), flags);
  const { place, ...report } = await auditHarness({
    ...{ prepared, seed, mostMutants: mutants, workers, seconds },
    progress: progressLine(output),
  });
  if (sarif !== null)
    writeFileSync(
      resolve(sarif),
      `${JSON.stringify(auditSarif(report, packageVersion(), place), null, 2)}\n`,
    );
  output.both({ type: 'audit', ...report } as unknown as Json, () => auditText(report, output));
  return report.grade === 'F' ? EXIT_CODES.oracleOrSandbox : EXIT_CODES.finished;
}
