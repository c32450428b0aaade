import { collectGarbage } from '../../../ledger/collect-garbage.ts';
import { lockRun } from '../../../ledger/run-lock.ts';
import { readLedger } from '../../../ledger/sqlite-ledger.ts';
import { followTree } from '../../../workspace/follow-tree.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { RunReference } from '../open-run.ts';
import { directoryOf } from '../open-run.ts';
import type { Output } from '../output.ts';

/** `fulcrum gc`: removes content that no entry of a run leads to. Refused while the run is being written. */
export function gcCommand(reference: RunReference, output: Output): ExitCode {
  const directory = directoryOf(reference);
  readLedger(directory).close();
  const lock = lockRun(directory);
  try {
    const { blobs, bytes } = collectGarbage(directory, followTree);
    output.both({ type: 'gc', blobs, bytes }, () =>
      blobs === 0 ? 'Every blob is needed.' : `Removed ${blobs} blobs, ${bytes} bytes.`,
    );
    return EXIT_CODES.finished;
  } finally {
    lock.release();
  }
}
