import { createHash } from 'node:crypto';
import type { BlobStore } from '../../kernel/contracts/store.ts';

/** Blobs in memory; asking for one that was never put is an error, as in the ledger. */
export function memoryStore(): BlobStore {
  const blobs = new Map<string, Uint8Array>();
  return {
    put: (bytes) => {
      const hash = createHash('sha256').update(bytes).digest('hex');
      blobs.set(hash, Uint8Array.from(bytes));
      return hash;
    },
    get: (hash) => {
      const bytes = blobs.get(hash);
      if (bytes === undefined) throw new RangeError(`no blob ${hash}`);
      return bytes;
    },
  };
}
