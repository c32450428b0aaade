import { createHash } from 'node:crypto';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';

/** A store that lasts as long as the process: for hashing a workspace without keeping it. */
export function memoryStore(): BlobStore {
  const blobs = new Map<Hash, Uint8Array>();
  return {
    put: (bytes) => {
      const hash = createHash('sha256').update(bytes).digest('hex');
      blobs.set(hash, bytes);
      return hash;
    },
    get: (hash) => blobs.get(hash)!,
  };
}
