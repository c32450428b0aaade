import type { Attestation } from '../kernel/attestation.ts';
import { oracleFault } from './fault.ts';
import type { CheckFacts, OracleSetup } from './messages.ts';
import type { OracleClient } from './oracle-client.ts';
import { startOracleClient } from './oracle-client.ts';

export interface PoolOptions {
  readonly workers: number;
  readonly directory: string;
  readonly patienceSeconds: number;
  /** Throws when an oracle with these checks must not judge. */
  readonly accept: (checks: readonly CheckFacts[]) => void;
}

/** Oracle processes that are lent out one request at a time, in the order of asking. */
export interface OraclePool {
  /** What every one of them judges by. */
  readonly checks: readonly CheckFacts[];
  /** What all of them sign verdicts with and for; null when they do not. */
  readonly attestation: Attestation | null;
  readonly use: <Value>(
    signal: AbortSignal,
    work: (client: OracleClient, worker: number) => Promise<Value>,
  ) => Promise<Value>;
  readonly retire: (batch: string) => void;
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly give: (worker: number) => void;
}

/** Starts the oracle processes. One that failed is replaced when it is needed next. */
export async function startOraclePool(
  setup: Omit<OracleSetup, 'worker'>,
  options: PoolOptions,
): Promise<OraclePool> {
  const start = async (worker: number): Promise<OracleClient> => {
    const client = await startOracleClient({ ...setup, worker }, options);
    try {
      options.accept(client.checks);
    } catch (error) {
      await client.close();
      throw error;
    }
    return client;
  };
  const clients = await startAll(options.workers, start);
  const { attestation } = clients[0]!;
  /** One that takes the place of another signs as it did, or the run could not be checked by one key. */
  const replace = async (worker: number): Promise<OracleClient> => {
    const client = await start(worker);
    if (client.attestation?.publicKey === attestation?.publicKey) return client;
    await client.close();
    throw oracleFault('INVALID', 'The key that signs verdicts was replaced during the run', setup.module);
  };
  const idle = clients.map((_, worker) => worker);
  const waiting = new Set<Waiting>();
  let closed = false;

  const acquire = (signal: AbortSignal): Promise<number> => {
    const free = idle.shift();
    if (free !== undefined) return Promise.resolve(free);
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        waiting.delete(request);
        reject(signal.reason);
      };
      const request: Waiting = {
        give: (worker) => {
          signal.removeEventListener('abort', onAbort);
          resolve(worker);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.add(request);
    });
  };

  const release = (worker: number): void => {
    const next = waiting.values().next().value;
    if (next === undefined) return void idle.push(worker);
    waiting.delete(next);
    next.give(worker);
  };

  return {
    checks: clients[0]!.checks,
    attestation,
    use: async (signal, work) => {
      const worker = await acquire(signal);
      try {
        if (closed) throw oracleFault('EXITED', 'The judge was closed', setup.module);
        if (!clients[worker]!.alive()) clients[worker] = await replace(worker);
        return await work(clients[worker]!, worker);
      } finally {
        release(worker);
      }
    },
    retire: (batch) => {
      for (const client of clients) client.retire(batch);
    },
    close: async () => {
      closed = true;
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}

/** All of them, or none: when one does not come up, the others are ended. */
async function startAll(
  workers: number,
  start: (worker: number) => Promise<OracleClient>,
): Promise<OracleClient[]> {
  const starts = await Promise.allSettled(Array.from({ length: workers }, (_, worker) => start(worker)));
  const started = starts.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = starts.find((result) => result.status === 'rejected');
  if (failed === undefined) return started;
  await Promise.all(started.map((client) => client.close()));
  throw failed.reason;
}
