import type { BlobStore } from '../../kernel/contracts/store.ts';
import { FulcrumError, isFulcrumError } from '../../kernel/errors.ts';
import { memoryStore } from '../../workspace/memory-store.ts';

/** What several stores hold; new bytes are kept for as long as the process lives. */
export function jointStore(stores: readonly Pick<BlobStore, 'get'>[]): BlobStore {
  const own = memoryStore();
  return {
    put: own.put,
    get: (hash) => {
      for (const store of [own, ...stores]) {
        try {
          return store.get(hash);
        } catch (error) {
          if (!isFulcrumError(error) || error.facts.code !== 'FULCRUM_E_BLOB_MISSING') throw error;
        }
      }
      throw new FulcrumError({
        code: 'FULCRUM_E_BLOB_MISSING',
        domain: 'ledger',
        what: `no run of the comparison holds blob ${hash}`,
        where: 'compare',
        mend: 'Check the runs with `fulcrum verify`',
      });
    },
  };
}
