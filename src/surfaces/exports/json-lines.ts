import type { RunExport } from './run-export.ts';

/** The same rows as JSON, one value a line (JSON Lines), with the decision's comparisons and tests in full. */
export function* jsonLines({ rows }: RunExport): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(row)}\n`;
}
