/*
 * Works out one inquiry on a thread of its own: whole passes over a ledger, while the server goes on to answer.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { certify } from '../../acceptance/certificate/certificate.ts';
import { readLedger } from '../../ledger/sqlite-ledger.ts';
import type { Certificate } from '../../kernel/certificate.ts';
import type { Inquiry } from './inquiry.ts';
import type { Verified } from './verify-run.ts';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
parentPort!.postMessage(await resultOf(workerData as Inquiry));

async function resultOf({ kind, directory }: Inquiry): Promise<Certificate | null | Verified> {
  switch (kind) {
    case 'certificate': {
      const ledger = readLedger(directory);
      try {
        return certify(ledger.entries());
      } finally {
        ledger.close();
      }
    }
    case 'verification':
      // It needs most of the command line, which a certificate does without.
      return (await import('./verify-run.ts')).verifyRun(directory);
  }
}
