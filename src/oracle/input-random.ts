import { createCipheriv, createHmac } from 'node:crypto';
import { canonicalJson } from '../kernel/json.ts';
import type { Random } from '../kernel/random.ts';
import { randomFrom } from '../kernel/random.ts';

const BLOCK = Buffer.alloc(4096);

/**
 * The inputs' stream of one check: cryptographically strong, so that inputs a candidate has seen say nothing of those
 * it has not. Key: HMAC-SHA-256 (RFC 2104) of the canonical JSON of label, check and part, keyed with the oracle's
 * seed. Stream: AES-256 in counter mode from counter 0 (NIST SP 800-38A), eight bytes a float, its upper 53 bits.
 */
export function inputRandom(oracleSeed: string, inputs: string, check: string, part = ''): Random {
  const key = createHmac('sha256', oracleSeed)
    .update(canonicalJson([inputs, check, part]))
    .digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  let bytes = cipher.update(BLOCK);
  let position = 0;
  return randomFrom(() => {
    if (position === bytes.length) {
      bytes = cipher.update(BLOCK);
      position = 0;
    }
    const high = bytes.readUInt32BE(position);
    const low = bytes.readUInt32BE(position + 4);
    position += 8;
    return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
  });
}
