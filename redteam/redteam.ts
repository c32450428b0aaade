/**
 * `npm run redteam`: every exploit of the corpus against the naive harness it fools and against Fulcrum, and every honest
 * control against Fulcrum. Exit code 0 only when each exploit fooled its harness and was stopped as its folder says, each
 * survivor is declared as one, and no control alarmed.
 */
import { parseArgs } from 'node:util';
import type { JsonObject } from '../src/kernel/json.ts';
import { startLauncher } from '../src/sandbox/launcher.ts';
import { createOutput, reportError } from '../src/surfaces/cli/output.ts';
import type { Row } from './runner/assess.ts';
import type { Corpus } from './runner/corpus.ts';
import { readCorpus } from './runner/corpus.ts';
import { runCorpus } from './runner/run-corpus.ts';
import { formatReport, totalsOf } from './runner/table.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const output = createOutput(values.json);
const started = performance.now();
try {
  const corpus = chosen(readCorpus(import.meta.dirname), values.only ?? '');
  const rows = await inSandboxes(corpus, (row) =>
    output.data({ type: 'row', ...(row as unknown as JsonObject) }),
  );
  const totals = totalsOf(rows);
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  output.data({ type: 'totals', ...totals, seconds });
  for (const line of formatReport(rows, output)) output.text(line);
  output.text(`${seconds} s`);
  process.exitCode = totals.faults === 0 && rows.length > 0 ? 0 : 1;
  if (rows.length === 0) output.notice(`No folder's name contains "${values.only}"`);
} catch (error) {
  reportError(output, error);
  process.exitCode = 2;
}

/** The sandbox proves itself first, as before every run. */
async function inSandboxes(corpus: Corpus, onRow: (row: Row) => void): Promise<readonly Row[]> {
  const launcher = await startLauncher({ isolation: 'required' });
  try {
    await launcher.prove();
    return await runCorpus(corpus, launcher, onRow);
  } finally {
    await launcher.close();
  }
}

function chosen(corpus: Corpus, part: string): Corpus {
  const matches = ({ name }: { readonly name: string }): boolean => name.includes(part);
  return { ...corpus, exploits: corpus.exploits.filter(matches), controls: corpus.controls.filter(matches) };
}
