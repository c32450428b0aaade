import { writeFileSync } from 'node:fs';
import { arch, cpus, platform, release } from 'node:os';
import { join } from 'node:path';
import { certify } from '../acceptance/certificate/certificate.ts';
import type { Hash } from '../kernel/candidate.ts';
import type { Certificate } from '../kernel/certificate.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import { readLedger } from '../ledger/sqlite-ledger.ts';
import { illustrationFigures } from '../report/figure/illustrations.ts';
import { foldHistory } from '../report/fold-history.ts';
import type { RunHistory } from '../report/history.ts';
import { renderReport } from '../report/report.ts';
import { pathMatcher } from '../workspace/paths.ts';
import { listFiles, readText } from '../workspace/tree.ts';
import { packageVersion } from './version.ts';

/**
 * Writes the one-file report of a run from its ledger alone and returns its path.
 *
 * @param target file to write; default: `report.html` in the run directory
 * @param known the run's certificate, where it was just made
 */
export function writeReport(
  directory: string,
  controlDirectory: string | null,
  target: string = join(directory, 'report.html'),
  known?: Certificate | null,
): string {
  const ledger = readLedger(directory);
  try {
    const certificate = known === undefined ? certify(ledger.entries()) : known;
    writeFileSync(target, renderRun(ledger, controlDirectory, certificate));
  } finally {
    ledger.close();
  }
  return target;
}

function renderRun(ledger: Ledger, controlDirectory: string | null, certificate: Certificate | null): string {
  const main = foldHistory(ledger.entries());
  const editable = pathMatcher(main.state.task?.workspace.editable ?? []);
  return renderReport({
    main,
    certificate,
    control: controlDirectory === null ? null : readHistory(controlDirectory),
    figures: illustrationFigures(main.state),
    commands: {
      'run again': `fulcrum run --seed ${main.state.task?.seed ?? '1'}`,
      verify: 'fulcrum verify',
      'why was a candidate kept or refused': 'fulcrum explain best',
      'take the winner': 'fulcrum best --write <dir>',
    },
    environment: {
      fulcrum: packageVersion(),
      node: process.version,
      system: `${platform()} ${release()} ${arch()}`,
      processors: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    },
    editableFiles: (tree: Hash) =>
      [...listFiles(ledger, tree)].map(({ path }) => path).filter((path) => editable(path)),
    readFile: (tree: Hash, path: string) => readText(ledger, tree, path),
  });
}

/** A run's ledger as what a report shows of it. */
export function readHistory(directory: string): RunHistory {
  const ledger = readLedger(directory);
  try {
    return foldHistory(ledger.entries());
  } finally {
    ledger.close();
  }
}
