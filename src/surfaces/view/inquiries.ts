import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Certificate } from '../../kernel/certificate.ts';
import type { Inquiry } from './inquiry.ts';
import type { Verified } from './verify-run.ts';

/** Answers inquiries one after another, each on a thread of its own. */
export interface Inquiries {
  /** @throws Error what the thread throws, or that it was ended */
  readonly certificate: (directory: string) => Promise<Certificate | null>;
  readonly verification: (directory: string) => Promise<Verified>;
  readonly close: () => void;
}

const PROGRAM = join(import.meta.dirname, `inquiry-thread${extname(import.meta.filename)}`);
/** What one thread may take beside the server. */
const MEMORY = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 };

export function createInquiries(): Inquiries {
  let turn: Promise<unknown> = Promise.resolve();
  let worker: Worker | null = null;
  let closed = false;
  const begin = <Result>(inquiry: Inquiry): Promise<Result> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('the server was closed'));
      worker = new Worker(PROGRAM, { workerData: inquiry, resourceLimits: MEMORY });
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the thread ended without an answer')));
    });
  const inTurn = <Result>(inquiry: Inquiry): Promise<Result> => {
    const own = turn.then(() => begin<Result>(inquiry));
    turn = own.catch(() => undefined);
    return own;
  };
  return {
    certificate: (directory) => inTurn({ kind: 'certificate', directory }),
    verification: (directory) => inTurn({ kind: 'verification', directory }),
    close: () => {
      closed = true;
      void worker?.terminate();
    },
  };
}
