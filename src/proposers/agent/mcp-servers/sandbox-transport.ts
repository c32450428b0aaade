import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Sandbox } from '../../../kernel/contracts/sandbox.ts';
import { readMessage } from './message.ts';

const LONGEST_MESSAGE_BYTES = 4 * 2 ** 20;
/** Who waits for an answer has a limit of their own. */
const WAIT_MILLISECONDS = 60_000;

/** MCP with a program in a sandbox: one message a line on its channel, which is the program's standard input and output. */
export function sandboxTransport({ channel, kill }: Sandbox): Transport {
  const transport: Transport = {
    start: () => {
      void listen();
      return Promise.resolve();
    },
    send: (message) => {
      channel.send(JSON.stringify(message));
      return Promise.resolve();
    },
    close: async () => {
      await kill();
    },
  };

  const listen = async (): Promise<void> => {
    for (;;) {
      const received = await channel.receive({
        milliseconds: WAIT_MILLISECONDS,
        maximumBytes: LONGEST_MESSAGE_BYTES,
      });
      if (received.kind === 'timeout') continue;
      if (received.kind !== 'line') {
        if (received.kind === 'too-long') transport.onerror?.(new Error('a message of it is too long'));
        transport.onclose?.();
        return;
      }
      const message = readMessage(received.text);
      if (message !== null) transport.onmessage?.(message);
    }
  };
  return transport;
}
