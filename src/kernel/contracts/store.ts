import type { Hash } from '../candidate.ts';

/** Content-addressed bytes. What was put can be got for as long as the run directory exists. */
export interface BlobStore {
  /** Stores bytes under their SHA-256 and returns it; storing the same bytes twice is one blob. */
  readonly put: (bytes: Uint8Array) => Hash;
  /** @throws FulcrumError `FULCRUM_E_BLOB_MISSING` when the store does not hold it. */
  readonly get: (hash: Hash) => Uint8Array;
}
