import type { Readable } from 'node:stream';

/** Bytes of each stream kept as evidence. */
const KEPT_BYTES = 4096;

export interface OutputCapture {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when both streams have ended. */
  readonly ended: Promise<void>;
  readonly destroy: () => void;
}

/** Keeps the end of both streams, and calls `onExcess` once when they bring more than `limitBytes` together. */
export function captureOutput(
  streams: { readonly stdout: Readable; readonly stderr: Readable },
  limitBytes: number,
  onExcess: () => void,
): OutputCapture {
  let total = 0;
  let excess = false;
  const count = (bytes: number): void => {
    total += bytes;
    if (total <= limitBytes || excess) return;
    excess = true;
    onExcess();
  };
  const stdout = keepTail(streams.stdout, count);
  const stderr = keepTail(streams.stderr, count);
  return {
    stdout: stdout.text,
    stderr: stderr.text,
    ended: Promise.all([stdout.ended, stderr.ended]).then(() => undefined),
    destroy: () => {
      streams.stdout.destroy();
      streams.stderr.destroy();
    },
  };
}

function keepTail(
  stream: Readable,
  count: (bytes: number) => void,
): { text: () => string; ended: Promise<void> } {
  let tail: Buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    tail = Buffer.from(
      chunk.length >= KEPT_BYTES
        ? chunk.subarray(-KEPT_BYTES)
        : Buffer.concat([tail, chunk]).subarray(-KEPT_BYTES),
    );
    count(chunk.length);
  });
  // A broken pipe ends the evidence; the sandbox's own exit says what happened.
  stream.on('error', () => stream.destroy());
  return {
    text: () => tail.toString('utf8'),
    ended: new Promise((resolve) => stream.once('close', resolve)),
  };
}
