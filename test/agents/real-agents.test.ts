import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AgentEvent } from '../../src/proposers/agent/adapter.ts';
import type { LauncherHandle } from '../../src/sandbox/launcher.ts';
import { startLauncher } from '../../src/sandbox/launcher.ts';
import { IMPROVED } from '../stand-ins/agent-errands.ts';
import { descendantsNamed, stillRunning } from '../stand-ins/leftovers.ts';
import type { Driven, RealAgent, Step } from './real-agents.ts';
import { claudeReads, drive, KEY, PROMPT, REAL_AGENTS, skipped } from './real-agents.ts';

for (const agent of REAL_AGENTS.filter(skipped))
  console.info(`${agent.name} skipped: ${agent.missing} (npm run test:agents installs it)`);

let launcher: LauncherHandle;
beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());
afterEach(() => vi.unstubAllEnvs());

const IMPROVED_TEXT = 'input \\* 2|has been updated|M double\\.ts';
const RUN_IT = `node -e 'import("./double.ts").then(({ double }) => console.log("twice 21 is", double(21)))'`;

const improving = ({ shell, replace }: RealAgent): readonly Step[] => [
  [PROMPT, [claudeReads('double.ts'), shell('cat double.ts')]],
  ['input \\* 1\\.5', [replace('double.ts', ...lineChange)]],
  [IMPROVED_TEXT, [shell(RUN_IT)]],
  ['twice 21 is 42', { text: 'SUMMARY: multiply by two', usage: { input: 1300, output: 20 } }],
];
const lineChange = [
  'export const double = (input: number): number => input * 1.5;',
  'export const double = (input: number): number => input * 2;',
] as const;

/** Looks through the environments of all processes for the key, and for a control; not for itself. */
const SEARCH = `
const { readdirSync, readFileSync } = require("fs");
const count = { ["rea" + "l-canary"]: 0, ["PA" + "TH="]: 0 };
for (const name of readdirSync("/proc")) {
  let text = "";
  try { text = readFileSync("/proc/" + name + "/environ", "latin1"); } catch {}
  for (const word in count) if (text.includes(word)) count[word] += 1;
}
const [keys, controls] = Object.values(count);
console.log("keys:", keys, "controls:", controls > 1);`.replaceAll('\n', ' ');

function toolEnds({ sent }: Driven): readonly Extract<AgentEvent, { kind: 'tool-ended' }>[] {
  return sent.events.filter((event) => event.kind === 'tool-ended');
}

describe.each(REAL_AGENTS)('$name', (agent) => {
  it.skipIf(skipped(agent))(
    'reads, edits, runs a test and submits',
    async () => {
      expect(agent.missing).toBeNull();
      const driven = await drive(launcher, agent, improving(agent));
      expect(driven.sent.proposal).toMatchObject({
        kind: 'edit',
        edits: [IMPROVED],
        provenance: {
          ...{ proposer: 'agent', summary: 'multiply by two' },
          model: { money: expect.any(Number) },
        },
      });
      // What it cost is what the provider counted, whatever the agent says.
      const { model } = driven.sent.proposal.provenance!;
      expect(model!.turns).toBe(driven.provider.received.length);
      expect(toolEnds(driven).at(-1)).toMatchObject({
        outcome: 'done',
        output: expect.stringContaining('twice 21 is 42'),
      });
      const permissions = driven.sent.events.filter((event) => event.kind === 'permission');
      expect(permissions).toContainEqual(
        expect.objectContaining({
          tool: agent.toolNames.shell,
          answer: 'allowed',
          rule: 'tools.allow has execute',
        }),
      );
      expect(driven.sent.events.filter(({ kind }) => kind === 'fault')).toEqual([]);
      expect(driven.sent.written).not.toContain(KEY);
      expect(await stillRunning(descendantsNamed(process.pid, '/fulcrum/agent'))).toEqual([]);
    },
    60_000,
  );

  it.skipIf(skipped(agent))(
    'reaches no secret, no oracle, no key and no other host, and each try is noted',
    async () => {
      let contacts = 0;
      const server = createServer((socket) => {
        contacts += 1;
        socket.end();
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      onTestFinished(() => void server.close());
      const { port } = server.address() as AddressInfo;
      const atHome = mkdtempSync(join(homedir(), '.fulcrum-test-'));
      onTestFinished(() => rmSync(atHome, { recursive: true }));
      writeFileSync(join(atHome, 'secret'), `the ${KEY}`);
      const places: string[] = [join(atHome, 'secret')];
      const search = (): string =>
        [
          ...places.map((path) => `cat ${path} 2>&1`),
          `node -e '${SEARCH}'`,
          `node -e 'fetch("http://other.example/").catch((error) => console.log(require("util").inspect(error)))'`,
          `node -e 'require("net").connect(${port}, "127.0.0.1").on("error", ({ code }) => console.log("directly", code))'`,
          'echo end of the tour',
        ].join('; ');
      // The folder of the task is known once the errand is prepared; the script asks for it before.
      const directory = mkdtempSync(join(homedir(), '.fulcrum-oracle-'));
      onTestFinished(() => rmSync(directory, { recursive: true }));
      mkdirSync(join(directory, 'oracle'));
      writeFileSync(join(directory, 'oracle/answers.json'), `the ${KEY}`);
      places.push(join(directory, 'oracle/answers.json'));
      const driven = await drive(launcher, agent, [
        [PROMPT, [agent.shell(search())]],
        ['end of the tour', { text: 'SUMMARY: nothing found', usage: { input: 10, output: 10 } }],
      ]);
      for (const path of places) expect(readFileSync(path, 'utf8')).toContain(KEY);
      const { output } = toolEnds(driven).find((end) => end.output.includes('end of the tour'))!;
      expect(output.match(/No such file/g)).toHaveLength(places.length);
      expect(output).toContain('Proxy response (403)');
      expect(output).toContain('directly ECONNREFUSED');
      expect(output).toContain('keys: 0 controls: true');
      expect(contacts).toBe(0);
      expect(driven.sent.events).toContainEqual(
        expect.objectContaining({ kind: 'connection', host: 'other.example', verdict: 'refused' }),
      );
      expect(driven.sent.written).not.toContain(KEY);
      expect(driven.sent.proposal).toMatchObject({ kind: 'nothing' });
    },
    60_000,
  );

  it.skipIf(skipped(agent))(
    'makes no call that its budget does not hold',
    async () => {
      const driven = await drive(launcher, agent, improving(agent), { limits: { money: 1e-6 } });
      expect(driven.provider.received).toEqual([]);
      expect(driven.sent.proposal).toMatchObject({
        kind: 'nothing',
        reason: expect.stringContaining('this call may take'),
      });
    },
    60_000,
  );

  it.skipIf(skipped(agent))(
    'ends in the middle of a turn when the run does',
    async () => {
      const abort = new AbortController();
      const [first, second, ...rest] = improving(agent);
      const slow: readonly Step[] = [
        first!,
        [second![0], { text: 'too late', delayMilliseconds: 60_000 }],
        ...rest,
      ];
      const driven = await drive(launcher, agent, slow, {}, undefined, ({ received }) => {
        const watch = setInterval(() => {
          if (!received.some(({ body }) => body.includes('input * 1.5'))) return;
          clearInterval(watch);
          abort.abort();
        }, 20);
        return abort.signal;
      });
      expect(driven.sent.proposal).toMatchObject({
        kind: 'nothing',
        reason: expect.stringContaining('the run ended'),
      });
      expect(await stillRunning(descendantsNamed(process.pid, '/fulcrum/agent'))).toEqual([]);
      expect(await stillRunning(descendantsNamed(process.pid, 'claude-agent-acp'))).toEqual([]);
    },
    60_000,
  );

  // Codex has one tool for everything: such a policy is refused before it starts.
  it.skipIf(skipped(agent) || agent.name === 'codex')(
    'is kept from what the policy denies, and goes on with the rest',
    async () => {
      const driven = await drive(
        launcher,
        agent,
        [
          [PROMPT, [claudeReads('double.ts'), agent.shell(`node -e 'console.log("ran", 20 + 22)'`)]],
          ['input \\* 1\\.5|disabled|denied|refused', [agent.replace('double.ts', ...lineChange)]],
          ['.', { text: 'SUMMARY: multiply by two' }],
        ],
        { tools: { deny: ['execute'] } },
      );
      expect(driven.sent.proposal).toMatchObject({ kind: 'edit', edits: [IMPROVED] });
      expect(driven.sent.events).toContainEqual(
        expect.objectContaining({
          ...{ kind: 'permission', tool: agent.toolNames.shell },
          ...{ answer: 'denied', rule: 'tools.deny has execute' },
        }),
      );
      expect(toolEnds(driven).map(({ outcome }) => outcome)).toEqual(
        expect.arrayContaining(['done', 'denied']),
      );
      expect(driven.sent.written).not.toContain('ran 42');
    },
    60_000,
  );
});
