import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { JsonObject } from '../../src/kernel/json.ts';
import type { Budget } from '../../src/kernel/task.ts';
import { defineScript } from '../../src/metering/scripted/script.ts';
import { startScriptedProvider } from '../../src/metering/testing/scripted-provider.ts';
import type { LauncherHandle } from '../../src/sandbox/launcher.ts';
import { startLauncher } from '../../src/sandbox/launcher.ts';
import { withModelDoor } from '../../src/surfaces/model-door.ts';
import type { Errands, Sent } from '../stand-ins/agent-errands.ts';
import { openErrands, PROGRAM_HEAD } from '../stand-ins/agent-errands.ts';

let launcher: LauncherHandle;
beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());
afterEach(() => vi.unstubAllEnvs());

/** The text of what an agent left in `double.ts`. */
function left({ proposal }: Sent): string {
  if (proposal.kind !== 'edit') throw new Error(proposal.reason);
  return proposal.edits.find(({ path }) => path === 'double.ts')!.content!;
}

it('finds no secret of this machine, wherever it looks', async () => {
  const canary = ['sk', 'ant', 'api03', 'canary'.repeat(4)].join('-');
  vi.stubEnv('ANTHROPIC_API_KEY', canary);
  const errands = openErrands(launcher);
  const atHome = mkdtempSync(join(homedir(), '.fulcrum-test-'));
  onTestFinished(() => rmSync(atHome, { recursive: true }));
  mkdirSync(join(errands.directory, 'oracle'));
  for (const folder of [atHome, join(errands.directory, 'oracle'), errands.runDirectory, launcher.scratch])
    writeFileSync(join(folder, 'secret'), canary);
  // What it is shown holds a text it has to find: a search that finds nothing anywhere proves nothing.
  const control = 'export const helper';
  const program = `${PROGRAM_HEAD}
import { lstatSync, readdirSync } from 'node:fs';
const wanted = [${JSON.stringify(canary.slice(3))}, ${JSON.stringify(control)}];
const found = new Set();
let read = 0;
const look = (path, depth) => {
  let stat;
  try { stat = lstatSync(path); } catch { return; }
  if (stat.isDirectory()) {
    if (depth > 6 || path === '/usr' || path === '/sys') return;
    let names = [];
    try { names = readdirSync(path); } catch {}
    for (const name of names) look(path === '/' ? '/' + name : path + '/' + name, depth + 1);
  } else if (stat.isFile() && stat.size < 2e6) {
    // Others of /proc have no end.
    if (path.startsWith('/proc/') && !/^.proc.\\d+.(environ|cmdline|mountinfo)$/.test(path)) return;
    let text = '';
    try { text = readFileSync(path, 'latin1'); } catch { return; }
    read += 1;
    for (const word of wanted) if (text.includes(word) && !path.includes('agent-1.mjs')) found.add(word + ' in ' + path);
  }
};
look('/', 0);
for (const word of wanted) if (JSON.stringify(process.env).includes(word)) found.add(word + ' in the environment');
for (const path of ${JSON.stringify([errands.directory, errands.runDirectory, launcher.scratch, atHome])}) look(path, 5);
writeFileSync('double.ts', [...found, 'files read: ' + (read > 10)].join('\\n'));`;
  const text = left(await errands.send(program));
  const lines = text.split('\n');
  expect(lines.filter((line) => line.startsWith(control)).length).toBeGreaterThanOrEqual(2);
  expect(lines.at(-1)).toBe('files read: true');
  expect(text).not.toContain('canary');
});

describe('another host', () => {
  /** Says of each way out what came of it. */
  const TRY = `${PROGRAM_HEAD}
import { connect } from 'node:net';
const [port, proxy] = [Number(process.argv[2]), 8765];
const raw = (at, bytes) => new Promise((resolve) => {
  let text = '';
  const socket = connect(at, '127.0.0.1', () => socket.write(bytes));
  socket.setTimeout(3000, () => socket.destroy());
  socket.on('data', (chunk) => { text += chunk; if (text.endsWith('echo')) socket.destroy(); });
  socket.on('error', ({ code }) => resolve(code));
  socket.on('close', () => resolve(text.split('\\r\\n')[0] + ' ' + text.slice(-4).trim()));
});
const lines = [
  await raw(port, 'echo'),
  await raw(proxy, 'CONNECT 127.0.0.1:' + port + ' HTTP/1.1\\r\\n\\r\\necho'),
  await raw(proxy, 'CONNECT localhost:' + port + ' HTTP/1.1\\r\\n\\r\\necho'),
  await raw(proxy, 'GET http://127.0.0.1:' + port + '/ HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'),
];
writeFileSync('double.ts', lines.join('\\n'));
process.exit();`;

  async function tried(
    network: (port: number) => JsonObject,
  ): Promise<Sent & { contacts: number; port: number }> {
    let contacts = 0;
    const server = createServer((socket) => {
      contacts += 1;
      socket.on('error', () => undefined).pipe(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const sent = await openErrands(launcher).send(TRY, {
      argv: ['node', '/fulcrum/tools/agent-1.mjs', String(port)],
      network: network(port),
    });
    return { ...sent, contacts, port };
  }

  it('is out of reach where the task names none: there is not even a proxy', async () => {
    const sent = await tried(() => ({}));
    expect(left(sent)).toBe(Array(4).fill('ECONNREFUSED').join('\n'));
    expect(sent.contacts).toBe(0);
  });

  it('is refused and noted where it is not named, or named and not of the public network', async () => {
    const sent = await tried((port) => ({ hosts: [`localhost:${port}`] }));
    const lines = left(sent).split('\n');
    expect(lines[0]).toBe('ECONNREFUSED');
    for (const line of lines.slice(1)) expect(line).toMatch(/^HTTP\/1\.1 403 /);
    expect(sent.contacts).toBe(0);
    const noted = sent.events.filter((event) => event.kind === 'connection');
    expect(noted.map(({ host, verdict }) => [host, verdict])).toEqual([
      ['127.0.0.1', 'refused'],
      ['localhost', 'refused'],
      ['127.0.0.1', 'refused'],
    ]);
  });

  it('is reached where it is named, and what went both ways is noted', async () => {
    const sent = await tried((port) => ({ privateHosts: [`localhost:${port}`] }));
    const lines = left(sent).split('\n');
    expect(lines[2]).toBe('HTTP/1.1 200 Connection Established echo');
    expect(sent.contacts).toBe(1);
    expect(sent.events).toContainEqual(
      expect.objectContaining({
        kind: 'connection',
        host: 'localhost',
        verdict: 'allowed',
        bytesOut: 4,
        bytesIn: 4,
      }),
    );
  });
});

describe('models', () => {
  const KEY = ['sk', 'ant', 'api03', 'real'.repeat(6)].join('-');
  const MODEL = 'claude-opus-5';
  /** Asks the model as often as it is told, then writes the last answer down. */
  const ASK = `${PROGRAM_HEAD}
console.log('my environment: ' + JSON.stringify(process.env));
let last = '';
for (let call = 0; call < Number(process.argv[2]); call += 1) {
  const reply = await fetch(process.env.FULCRUM_DOOR_URL + '/v1/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': process.env.FULCRUM_DOOR_TOKEN, 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({ model: '${MODEL}', max_tokens: 100, messages: [{ role: 'user', content: 'factor?' }] }),
  });
  last = reply.status + ' ' + (await reply.text());
  console.log(last);
  if (reply.status === 200) writeFileSync('double.ts', last);
}
setTimeout(() => {}, Number(process.argv[3] ?? 0));`;
  const SCRIPT = defineScript({ rules: [{ reply: { text: 'two', usage: { input: 30, output: 20 } } }] });
  const BUDGET: Budget = { evaluations: null, wallSeconds: null, work: null, money: null };

  async function asked(
    words: readonly string[],
    limits: JsonObject = {},
    budget: Partial<Budget> = {},
    script = SCRIPT,
  ): Promise<{
    sent: Sent;
    errands: Errands;
    received: number;
    keys: readonly unknown[];
    token: string;
    after: number;
  }> {
    const provider = await startScriptedProvider(script, KEY);
    onTestFinished(() => provider.close());
    vi.stubEnv('ANTHROPIC_BASE_URL', provider.url);
    vi.stubEnv('ANTHROPIC_API_KEY', KEY);
    const errands = openErrands(launcher);
    const options = {
      argv: ['node', '/fulcrum/tools/agent-1.mjs', ...words],
      providers: ['anthropic'],
      limits,
    };
    const proposers = [{ kind: 'agent', weight: 1, options: { agent: 'program', ...options } }];
    let token = '';
    let after = 0;
    const sent = await withModelDoor(
      { proposers },
      { ...BUDGET, ...budget },
      errands.runDirectory,
      null,
      async (door) => {
        const issue: NonNullable<typeof door>['issue'] = (order) => {
          const issued = door!.issue!(order);
          token = issued.token;
          return issued;
        };
        const result = await errands.send(ASK, options, { models: { ...door!, issue } });
        const reply = await fetch(`${door!.url}/v1/messages`, {
          method: 'POST',
          headers: { 'x-api-key': token },
          body: '{}',
        });
        after = reply.status;
        return result;
      },
    );
    const keys = provider.received.map(({ headers }) => headers['x-api-key']);
    return { sent, errands, received: provider.received.length, keys, token, after };
  }

  const calls = ({ runDirectory }: Errands): readonly JsonObject[] =>
    readFileSync(join(runDirectory, 'models/calls.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JsonObject);

  it('are reached through the door alone, with a token of this proposal that is worth nothing afterwards', async () => {
    const { sent, errands, keys, token, after } = await asked(['2']);
    expect(left(sent)).toMatch(/^200 .*two/);
    // USD 5 and 25 for a million tokens of input and output.
    expect(sent.proposal.provenance?.model).toMatchObject({
      ...{ name: 'program/claude-opus-5', turns: 2, inputTokens: 60, outputTokens: 40 },
      money: expect.closeTo(2 * (30 * 5e-6 + 20 * 25e-6), 12),
    });
    expect(keys).toEqual([KEY, KEY]);
    expect(after).toBe(401);
    expect(calls(errands).map(({ holder }) => holder)).toEqual(['proposal 1', 'proposal 1', null]);
    expect(token).toMatch(/^fulcrum-run-/);
    // The agent printed its whole environment.
    expect(sent.written).toContain('my environment');
    expect(sent.written).not.toContain(token);
    expect(sent.written).not.toContain(KEY);
  });

  it('are not called more often than the limit of turns, and the agent is ended then', async () => {
    const { sent, received } = await asked(['5', '60000'], { turns: 2 });
    expect(received).toBe(2);
    expect(left(sent)).toMatch(/^200 /);
    expect(sent.events).toContainEqual({
      kind: 'limit',
      limit: expect.stringContaining('of 2 calls 2 are spent'),
    });
  });

  it.for([
    ['money', { money: 1e-6 }, {}],
    ['tokens', { tokens: 50 }, {}],
  ] as const)('are not called at all where the limit of %s does not allow it', async ([, limits, budget]) => {
    const { sent, received } = await asked(['1', '60000'], limits, budget);
    expect(received).toBe(0);
    expect(sent.proposal).toMatchObject({
      kind: 'nothing',
      reason: expect.stringMatching(/having changed nothing: this call may take/),
    });
    expect(sent.proposal).not.toHaveProperty('overBudget');
  });

  it('are not called when the budget of the run is spent, which ends the run', async () => {
    const { sent, received } = await asked(['1', '60000'], {}, { money: 1e-6 });
    expect(received).toBe(0);
    expect(sent.proposal).toMatchObject({ kind: 'nothing', overBudget: true });
  });

  it('that answer slowly are hung up on at the end, and the call is charged at its bound', async () => {
    const slow = defineScript({ rules: [{ reply: { text: 'two', delayMilliseconds: 60_000 } }] });
    const { sent, errands } = await asked(['1'], { seconds: 6 }, {}, slow);
    expect(sent.proposal).toMatchObject({ kind: 'nothing', provenance: { model: { turns: 1 } } });
    expect(calls(errands)[0]).toMatchObject({
      holder: 'proposal 1',
      outcome: 'agent-gone',
      charged: 'bound',
    });
    expect(sent.proposal.provenance!.model!.money).toBeGreaterThan(100 * 25e-6);
  });
});
