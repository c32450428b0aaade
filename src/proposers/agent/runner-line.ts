import type { Sandbox } from '../../kernel/contracts/sandbox.ts';
import type { RunnerMessage, RunnerOrder } from './runner-protocol.ts';
import { readRunnerMessage } from './runner-protocol.ts';

/** A line of 4 MiB, each byte written as an escape. */
const LONGEST_MESSAGE_BYTES = 32 * 1024 * 1024;

export type RunnerReceived =
  | RunnerMessage
  | { readonly type: 'timeout' }
  /** Nothing more will come: the sandbox is gone, or what it sent was no message. */
  | { readonly type: 'lost'; readonly reason: string };

/** The host's end of the line to the program that runs an agent. */
export interface RunnerLine {
  readonly send: (order: RunnerOrder) => void;
  readonly receive: (milliseconds: number) => Promise<RunnerReceived>;
}

export function runnerLine({ channel }: Pick<Sandbox, 'channel'>): RunnerLine {
  return {
    send: (order) => channel.send(JSON.stringify(order)),
    receive: async (milliseconds) => {
      const received = await channel.receive({
        milliseconds: Math.max(0, milliseconds),
        maximumBytes: LONGEST_MESSAGE_BYTES,
      });
      switch (received.kind) {
        case 'timeout':
          return { type: 'timeout' };
        case 'closed':
          return { type: 'lost', reason: 'it took its sandbox down, or needed more memory than it may use' };
        case 'too-long':
          return { type: 'lost', reason: 'its sandbox sent a message that has no end' };
        case 'line':
          return readRunnerMessage(received.text) ?? { type: 'lost', reason: 'its sandbox sent no message' };
      }
    },
  };
}
