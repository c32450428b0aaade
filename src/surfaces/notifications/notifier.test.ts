import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import type { RunEvent } from '../../kernel/event.ts';
import { emptyRunState, foldRun } from '../../kernel/run-state.ts';
import {
  candidateWith,
  checkWith,
  decisionWith,
  taskWith,
  verdictWith,
} from '../../kernel/testing/fixtures.ts';
import type { NotifySource } from '../../task/notify-schema.ts';
import type { NotifierParts } from './notifier.ts';
import { createNotifier } from './notifier.ts';

const PATIENCE = { attemptMilliseconds: 300, pauses: [5, 5] };

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly body: { readonly [field: string]: unknown };
}

/** A real server that answers with these in turn, the last for ever; null is no answer at all. */
async function receiver(...answers: readonly (number | null)[]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const answer = answers[Math.min(received.length, answers.length - 1)];
      received.push({ headers: request.headers, text, body: JSON.parse(text) as Received['body'] });
      if (answer !== null) response.writeHead(answer!).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/path-secret`, received };
}

const verdict = verdictWith({ checks: [checkWith({ metrics: { cost: 3 } })] });
const candidate = {
  ...candidateWith({ number: 1 }),
  provenance: {
    proposer: 'llm',
    operator: 'edit',
    summary: 'better\u001b[31m with sk-ant-0123456789abcdef0123',
  },
};

const STARTED: readonly RunEvent[] = [
  {
    type: 'run-started',
    format: 1,
    version: 'test',
    task: taskWith({}),
    taskHash: 'a'.repeat(64),
    baseline: candidateWith({ number: 0 }),
    oracleSeedCommitment: 'b'.repeat(64),
  },
  { type: 'baseline-judged', screened: verdict, fresh: verdict },
  { type: 'candidate-proposed', candidate },
  { type: 'candidate-judged', number: 1, judged: 1, verdict },
  { type: 'candidate-judged', number: 1, judged: 1, verdict: { ...verdict, inputs: 'decision-1' } },
];
const KEEP: RunEvent = { type: 'candidate-decided', number: 1, decision: decisionWith('keep') };
const FINISHED: RunEvent = { type: 'run-finished', reason: 'target-reached', detail: 'reached' };
const STOPPED: RunEvent = { type: 'run-finished', reason: 'stop-requested', detail: 'a person asked' };

function entryOf(event: RunEvent): StoredEntry {
  const hash = 'c'.repeat(64);
  return {
    sequence: 1,
    at: '2026-01-01T00:00:00.000Z',
    event,
    observed: {},
    previous: hash,
    hash,
    replay: hash,
  };
}

async function told(
  sources: readonly NotifySource[],
  events: readonly RunEvent[],
  more: Partial<NotifierParts> = {},
): Promise<readonly string[]> {
  const notices: string[] = [];
  const notifier = createNotifier(sources, {
    run: 'main',
    state: STARTED.reduce(foldRun, emptyRunState),
    taskDirectory: tmpdir(),
    environment: {},
    secrets: [],
    onNotice: (notice) => void notices.push(notice),
    patience: PATIENCE,
    ...more,
  });
  for (const event of events) notifier.onEntry(entryOf(event));
  await notifier.close();
  return notices;
}

function webhook(url: string, ...on: NotifySource['on']): NotifySource {
  return { on, to: { kind: 'webhook', url } };
}

test('tells of what was asked for, in order, signed, and of nothing that is secret', async () => {
  const { url, received } = await receiver(200);
  const environment = { FULCRUM_WEBHOOK_SECRET: 'shared' };
  expect(await told([webhook(url, 'keep', 'finish')], [KEEP, STOPPED, FINISHED], { environment })).toEqual(
    [],
  );
  expect(received.map(({ body }) => [body['occasion'], body['reason']])).toEqual([
    ['keep', undefined],
    ['halt', 'stop-requested'],
    ['finish', 'target-reached'],
  ]);
  const [keep] = received;
  expect(keep!.body).toMatchObject({
    version: 1,
    run: 'main',
    task: 'example',
    candidate: 1,
    baseline: 3,
    incumbent: { candidate: 1, value: 3 },
    evaluations: 1,
    kept: 1,
  });
  expect(keep!.text).not.toContain('sk-ant-');
  expect(keep!.text).not.toContain('u001b');
  const signature = createHmac('sha256', 'shared').update(keep!.text).digest('hex');
  expect(keep!.headers['x-fulcrum-signature']).toBe(`sha256=${signature}`);
});

test('tells nobody of what they did not ask for, and signs nothing without a secret', async () => {
  const { url, received } = await receiver(204);
  await told([webhook(url, 'halt')], [KEEP, FINISHED, STOPPED]);
  expect(received.map(({ body }) => body['reason'])).toEqual(['stop-requested']);
  expect(received[0]!.headers['x-fulcrum-signature']).toBeUndefined();
});

test('tries again what may help, under the same delivery number', async () => {
  const { url, received } = await receiver(503, 429, 200);
  expect(await told([webhook(url, 'keep')], [KEEP])).toEqual([]);
  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ headers }) => headers['x-fulcrum-delivery'])).size).toBe(1);
});

test.each<readonly [string, readonly (number | null)[], number, RegExp]>([
  ['refuses it', [404], 2, /it answered 404/],
  ['never answers', [null], 6, /no answer in 0\.3 s/],
  ['points elsewhere', [302], 2, /it answered 302/],
])('says once, without the address, that one who %s was not told', async (_, answers, attempts, why) => {
  const { url, received } = await receiver(...answers);
  const notices = await told([webhook(url, 'keep', 'halt')], [KEEP, STOPPED]);
  expect(received).toHaveLength(attempts);
  expect(notices).toHaveLength(1);
  expect(notices[0]).toMatch(why);
  expect(notices[0]).not.toContain('path-secret');
});

test('runs a command that reads the message, and says once where it fails', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-notify-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const command = (...argv: readonly string[]): NotifySource => ({
    on: ['keep'],
    to: { kind: 'command', argv },
  });
  const sources = [
    command('sh', '-c', 'cat > told.json'),
    command('sh', '-c', 'exit 7'),
    command('no-such-program'),
  ];
  const notices = await told(sources, [KEEP, KEEP], { taskDirectory: directory });
  expect(JSON.parse(readFileSync(join(directory, 'told.json'), 'utf8'))).toMatchObject({ occasion: 'keep' });
  expect(notices).toHaveLength(2);
  expect(notices.toSorted().toReversed().join()).toMatch(/it ended with 7.*ENOENT/);
});

test('ends a command that takes too long', async () => {
  const source: NotifySource = { on: ['keep'], to: { kind: 'command', argv: ['sleep', '60'] } };
  expect(await told([source], [KEEP])).toEqual([expect.stringMatching(/it was ended after 0\.3 s/)]);
});

test('takes an address from the environment, and says before the run that there is none', async () => {
  const { url, received } = await receiver(200);
  const source: NotifySource = { on: ['keep'], to: { kind: 'webhook-in', variable: 'HOOK' } };
  await told([source], [KEEP], { environment: { HOOK: url } });
  expect(received).toHaveLength(1);
  await expect(told([source], [])).rejects.toThrow(/^FULCRUM_E_NOTIFY_ADDRESS/);
});
