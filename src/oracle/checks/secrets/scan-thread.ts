/*
 * Scans texts on a thread of its own: expressions that look for secrets can take exponential time on a text made for it,
 * and a thread can be ended.
 */
import { parentPort } from 'node:worker_threads';
import { scanForSecrets } from './scan.ts';

parentPort!.on('message', ({ path, content }: { readonly path: string; readonly content: string }) => {
  // A text that the rules cannot take is the candidate's doing and no fault of the oracle.
  const found = scanForSecrets(path, content).catch(() => null);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  void found.then((secrets) => parentPort!.postMessage(secrets));
});
