import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FoundSecret } from './scan.ts';

/** Looks for secrets in one text after the other; null when that fails or takes longer than it may. */
export type SecretScanner = (
  path: string,
  content: string,
  seconds: number,
) => Promise<readonly FoundSecret[] | null>;

/** A scanner on a thread that is started at first use, and anew after it was ended for taking too long. */
export function secretScanner(): SecretScanner {
  const program = join(import.meta.dirname, `scan-thread${extname(import.meta.filename)}`);
  let thread: Worker | null = null;
  return (path, content, seconds) => {
    const worker = (thread ??= new Worker(program));
    // The oracle's process ends when it has nothing else to do.
    worker.unref();
    return new Promise((resolve, reject) => {
      const settle = (result: readonly FoundSecret[] | null): void => {
        clearTimeout(timer);
        worker.off('message', settle);
        worker.off('error', onError);
        resolve(result);
      };
      const onError = (error: unknown): void => {
        clearTimeout(timer);
        thread = null;
        reject(error);
      };
      const timer = setTimeout(() => {
        thread = null;
        settle(null);
        void worker.terminate();
      }, seconds * 1000);
      worker.on('message', settle);
      worker.on('error', onError);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
      worker.postMessage({ path, content });
    });
  };
}
