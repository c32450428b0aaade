import { createHash } from 'node:crypto';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { FulcrumError } from '../kernel/errors.ts';

/** A store that lasts as long as the process: for hashing a workspace without keeping it. */
export function memoryStore(): BlobStore {
  const blobs = new Map<Hash, Uint8Array>();
  return {
    put: (bytes) => {
      const hash = createHash('sha256').update(bytes).digest('hex');
      blobs.set(hash, bytes);
      return hash;
    },
    get: (hash) => {
      const bytes = blobs.get(hash);
      if (bytes !== undefined) return bytes;
      throw new FulcrumError({
        code: 'FULCRUM_E_BLOB_MISSING',
        domain: 'internal',
        what: `blob ${hash} was never put`,
        where: 'memory store',
        mend: 'Report this: what is read here was stored by the same process',
      });
    },
  };
}
