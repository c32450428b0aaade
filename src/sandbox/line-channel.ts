import type { Socket } from 'node:net';
import type { LineChannel, Received } from '../kernel/contracts/sandbox.ts';

/** Bytes read ahead of any `receive`, so that surplus shows; beyond them the sender waits in the kernel. */
const READ_AHEAD = 64 * 1024;
const NEWLINE = 10;

interface Waiting {
  readonly maximumBytes: number;
  readonly settle: (received: Received) => void;
}

/**
 * Reads and writes text lines on a connected socket. A line is at most `maximumBytes` long without its newline; memory
 * is bounded by that and 64 KiB. A timeout is reported only after the socket was looked at once more, so that a busy
 * reader does not blame the sender for its own delay.
 */
export function lineChannel(socket: Socket): LineChannel {
  let chunks: Buffer[] = [];
  let buffered = 0;
  /** Bytes known to hold no newline. */
  let searched = 0;
  let closed = false;
  let spoiled = false;
  let waiting: Waiting | null = null;

  const merge = (): Buffer => {
    if (chunks.length !== 1) chunks = [Buffer.concat(chunks)];
    return chunks[0]!;
  };

  const newlineAt = (): number => {
    let start = 0;
    for (const chunk of chunks) {
      if (start + chunk.length > searched) {
        const found = chunk.indexOf(NEWLINE, Math.max(0, searched - start));
        if (found >= 0) return start + found;
      }
      start += chunk.length;
    }
    searched = start;
    return -1;
  };

  const take = (maximumBytes: number): Received | null => {
    if (spoiled) return { kind: 'too-long' };
    const end = newlineAt();
    if (end > maximumBytes || (end < 0 && buffered > maximumBytes)) {
      spoiled = true;
      socket.pause();
      return { kind: 'too-long' };
    }
    if (end < 0) return closed ? { kind: 'closed' } : null;
    const bytes = merge();
    const rest = bytes.subarray(end + 1);
    chunks = rest.length === 0 ? [] : [rest];
    buffered = rest.length;
    searched = 0;
    return { kind: 'line', text: bytes.toString('utf8', 0, end) };
  };

  const answerWaiting = (): void => {
    if (waiting === null) return;
    const received = take(waiting.maximumBytes);
    if (received !== null) waiting.settle(received);
  };

  const regulate = (): void => {
    if (waiting === null && buffered >= READ_AHEAD) socket.pause();
    else if (!spoiled) socket.resume();
  };

  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    buffered += chunk.length;
    answerWaiting();
    regulate();
  });
  const onClosed = (): void => {
    closed = true;
    answerWaiting();
  };
  socket.on('end', onClosed);
  socket.on('close', onClosed);
  socket.on('error', onClosed);

  return {
    send: (line) => {
      if (!closed && socket.writable) socket.write(`${line}\n`);
    },
    surplus: () => buffered > 0,
    receive: ({ milliseconds, maximumBytes }) =>
      new Promise((resolve, reject) => {
        if (waiting !== null) return reject(new Error('receive: one call is outstanding already'));
        const immediate = take(maximumBytes);
        if (immediate !== null) {
          regulate();
          return resolve(immediate);
        }
        const timer = setTimeout(() => {
          setImmediate(() => own.settle({ kind: 'timeout' }));
        }, milliseconds);
        const own: Waiting = {
          maximumBytes,
          settle: (received) => {
            clearTimeout(timer);
            if (waiting === own) waiting = null;
            resolve(received);
          },
        };
        waiting = own;
        regulate();
      }),
  };
}
