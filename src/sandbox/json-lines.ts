import type { Socket } from 'node:net';

/** Longest line of the launcher's protocol: an order with its paths, or an exit with its evidence. */
const MAXIMUM_LINE_BYTES = 1024 * 1024;

/**
 * Hands every complete line of a socket to `onLine` until that returns false; whatever follows stays unread. A line
 * that is too long or not JSON destroys the socket.
 */
export function readJsonLines(socket: Socket, onLine: (value: unknown) => boolean): void {
  let text = '';
  const onData = (chunk: Buffer): void => {
    text += chunk.toString('latin1');
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      const line = Buffer.from(text.slice(0, end), 'latin1').toString('utf8');
      text = text.slice(end + 1);
      const value = parse(line);
      if (value === undefined) return void socket.destroy();
      if (!onLine(value)) {
        socket.off('data', onData);
        socket.pause();
        return;
      }
    }
    if (text.length > MAXIMUM_LINE_BYTES) socket.destroy();
  };
  socket.on('data', onData);
}

export function writeJsonLine(socket: Socket, value: unknown): void {
  if (socket.writable) socket.write(`${JSON.stringify(value)}\n`);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
