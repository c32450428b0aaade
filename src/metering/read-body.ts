import type { IncomingMessage } from 'node:http';

/** The bytes of a message; null when there are more than allowed. Throws when the sender breaks off. */
export async function readBody(source: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** As `readBody`, without reading what says of itself that it is too long. */
export async function readRequestBody(incoming: IncomingMessage, limit: number): Promise<Buffer | null> {
  if (Number(incoming.headers['content-length'] ?? 0) > limit) return null;
  return readBody(incoming, limit);
}
