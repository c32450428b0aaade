import { expect, test } from 'vitest';
import type { AgentReading } from './adapter.ts';
import type { Conversation } from './agent-conversation.ts';
import { converse } from './agent-conversation.ts';
import type { RunnerReceived } from './runner-line.ts';
import type { RunnerOrder } from './runner-protocol.ts';
import { readRunnerMessage } from './runner-protocol.ts';
import type { TrajectoryEvent } from './trajectory.ts';

// With real agents in real sandboxes: test/e2e/agent-*.test.ts.

const START = {
  ...{ argv: ['x'], environment: {}, files: {}, input: [], closesInput: true },
  ...{ tree: '/t', workspace: '/w', home: '/h', way: null },
};
const said = (text: string): RunnerReceived => ({ type: 'line', text, cut: false });
const ENDED: RunnerReceived = { type: 'ended', code: 0, fault: null, stderr: '' };
const NOTHING: AgentReading = { events: [], replies: [], finished: false };

interface Held {
  readonly conversation: Conversation;
  readonly sent: readonly RunnerOrder[];
  readonly events: readonly TrajectoryEvent[];
}

/** A conversation with a runner that says this, whatever it is told. */
async function held(
  messages: readonly RunnerReceived[],
  read: (line: string) => AgentReading = () => NOTHING,
  limits = { seconds: 10, outputBytes: 100 },
): Promise<Held> {
  const left = [...messages];
  const sent: RunnerOrder[] = [];
  const events: TrajectoryEvent[] = [];
  const line = {
    send: (order: RunnerOrder) => void sent.push(order),
    receive: async () => left.shift() ?? ({ type: 'timeout' } as const),
  };
  const trajectory = { add: (event: TrajectoryEvent) => void events.push(event) };
  const never = new Promise<string>(() => undefined);
  const conversation = await converse(line, START, { read }, limits, never, trajectory);
  return { conversation, sent, events };
}

test('replies go to the agent, and one that has finished is ended', async () => {
  const { conversation, sent } = await held([said('one'), said('two'), said('late'), ENDED], (line) => ({
    events: [{ kind: 'said', text: line }],
    replies: [`re ${line}`],
    finished: line === 'two',
  }));
  expect(sent.map((order) => (order.type === 'reply' ? order.text : order.type))).toEqual([
    ...['start', 're one', 're two', 'stop'],
  ]);
  expect(conversation).toEqual({ kind: 'ended', end: { how: 'finished', stderr: '' }, said: 'two' });
});

test('a line that trips its adapter is a fault of the line', async () => {
  const { conversation, events } = await held([said('{'), ENDED], (line) => {
    throw new SyntaxError(`no JSON: ${line}`);
  });
  expect(events).toMatchObject([{ kind: 'fault', text: expect.stringContaining('no JSON') }]);
  expect(conversation).toMatchObject({ end: { how: 'exited', code: 0 } });
});

test('a line without end is never read', async () => {
  const { events } = await held([{ type: 'line', text: 'x'.repeat(50), cut: true }, ENDED], () => {
    throw new Error('read all the same');
  });
  expect(events).toMatchObject([{ kind: 'fault', text: expect.stringContaining('too long') }]);
});

test('too much output, and too much time, end it', async () => {
  const loud = await held([said('x'.repeat(60)), said('x'.repeat(60)), ENDED]);
  expect(loud.conversation).toMatchObject({ end: { how: 'limit', limit: 'it printed more than 100 bytes' } });
  const slow = await held([{ type: 'timeout' }, ENDED]);
  expect(slow.conversation).toMatchObject({ end: { how: 'limit', limit: 'it worked for 10 s' } });
  expect(slow.sent.at(-1)).toEqual({ type: 'stop' });
});

test('a runner that does not end its agent, is gone, or was turned, is lost', async () => {
  const reason = async (...messages: RunnerReceived[]) => {
    const { conversation } = await held(messages);
    return conversation.kind === 'lost' ? conversation.reason : conversation;
  };
  expect(await reason({ type: 'timeout' }, { type: 'timeout' })).toContain('could not be ended');
  expect(await reason({ type: 'lost', reason: 'gone' })).toBe('gone');
  expect(await reason({ type: 'listed', complete: true })).toContain('nobody asked');
});

test.for([
  'no JSON',
  'null',
  '{"type":"verdict","pass":true}',
  '{"type":"line","text":1,"cut":false}',
  '{"type":"ended","code":"0","fault":null,"stderr":""}',
  '{"type":"differences","differences":[["a","owned",1]]}',
  '['.repeat(100_000),
])('%.40s is no message', (line) => {
  expect(readRunnerMessage(line)).toBeNull();
});
