import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { isFulcrumError } from '../../src/kernel/errors.ts';
import type { JsonObject } from '../../src/kernel/json.ts';
import { defineScript } from '../../src/metering/scripted/script.ts';
import type { ScriptedProvider } from '../../src/metering/testing/scripted-provider.ts';
import { startScriptedProvider } from '../../src/metering/testing/scripted-provider.ts';
import { findAgent } from '../../src/proposers/agent/discover.ts';
import type { LauncherHandle } from '../../src/sandbox/launcher.ts';
import { withModelDoor } from '../../src/surfaces/model-door.ts';
import type { Errands, Sent } from '../stand-ins/agent-errands.ts';
import { openErrands } from '../stand-ins/agent-errands.ts';

type ReplyInput = Parameters<typeof defineScript>[0]['rules'][number]['reply'];
type ToolCall = NonNullable<Extract<ReplyInput, { toolCalls?: unknown }>['toolCalls']>[number];

/** A real agent: its options for the proposer, and how a model asks for its tools. */
export interface RealAgent {
  readonly name: string;
  /** Why it cannot be driven here; null when it can. */
  readonly missing: string | null;
  readonly options: () => JsonObject;
  readonly shell: (command: string) => ToolCall;
  readonly replace: (path: string, from: string, to: string) => ToolCall;
  /** Calls a tool of an MCP server. */
  readonly serverTool: (server: string, tool: string, input: ToolCall['input']) => ReplyInput;
  /** Of the tools, as its events name them. */
  readonly toolNames: { readonly shell: string; readonly replace: string };
}

const WORKSPACE = '/scratch/workspace';

const claudeTools: Pick<RealAgent, 'shell' | 'replace' | 'serverTool' | 'toolNames'> = {
  shell: (command) => ({ name: 'Bash', input: { command } }),
  replace: (path, from, to) => ({
    name: 'Edit',
    input: { file_path: `${WORKSPACE}/${path}`, old_string: from, new_string: to },
  }),
  serverTool: (server, tool, input) => ({ toolCalls: [{ name: `mcp__${server}__${tool}`, input }] }),
  toolNames: { shell: 'Bash', replace: 'Edit' },
};

/** Claude Code edits only what it has read: a model has to ask for that before. */
export const claudeReads = (path: string): ToolCall => ({
  name: 'Read',
  input: { file_path: `${WORKSPACE}/${path}` },
});

/** Codex tells tools of servers apart by a field that the script's own words do not have. */
function namespaceCall(server: string, tool: string, input: ToolCall['input']): ReplyInput {
  const item = {
    ...{ type: 'function_call', id: 'fc_server', call_id: 'call_server', status: 'completed' },
    ...{ namespace: `mcp__${server}`, name: tool, arguments: JSON.stringify(input) },
  };
  const usage = { input_tokens: 10, output_tokens: 10, total_tokens: 20 };
  const response = { id: 'resp_server', object: 'response', status: 'completed', output: [item], usage };
  const events = [
    { type: 'response.created', response: { ...response, status: 'in_progress', output: [], usage: null } },
    { type: 'response.output_item.added', output_index: 0, item: { ...item, arguments: '' } },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response },
  ];
  return {
    contentType: 'text/event-stream',
    body: events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''),
  };
}

const ACP_AGENT = 'claude-agent-acp';

export const REAL_AGENTS: readonly RealAgent[] = [
  {
    name: 'claude',
    missing: whyMissing('claude'),
    options: () => ({ agent: 'claude', model: 'claude-opus-5-5' }),
    ...claudeTools,
  },
  {
    name: 'codex',
    missing: whyMissing('codex'),
    options: () => ({ agent: 'codex', model: 'gpt-5.5' }),
    shell: (command) => ({ name: 'exec_command', input: { cmd: command } }),
    replace: (path, from, to) => ({
      name: 'exec_command',
      input: {
        cmd: `apply_patch <<'END'\n*** Begin Patch\n*** Update File: ${path}\n@@\n-${from}\n+${to}\n*** End Patch\nEND\n`,
      },
    }),
    serverTool: namespaceCall,
    toolNames: { shell: 'shell', replace: 'apply_patch' },
  },
  {
    name: `acp (${ACP_AGENT})`,
    missing: onPath(ACP_AGENT) === null ? `${ACP_AGENT} is not installed` : null,
    options: () => ({
      agent: 'acp',
      argv: [`/fulcrum/tools/node_modules/@agentclientprotocol/${ACP_AGENT}/dist/index.js`],
      // Its packages find each other by this name.
      programs: { node_modules: join(onPath(ACP_AGENT)!, '../../../..') },
      providers: ['anthropic'],
    }),
    ...claudeTools,
  },
];

function whyMissing(name: 'claude' | 'codex'): string | null {
  try {
    findAgent(name);
    return null;
  } catch (error) {
    if (isFulcrumError(error)) return error.facts.what;
    throw error;
  }
}

function onPath(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return realpathSync(join(folder, name));
    } catch {
      // Look in the next.
    }
  }
  return null;
}

/** Said in every prompt, and by nothing else. */
export const PROMPT = 'You improve code';

/** Where they have to be there, one that is not is no reason to look away. */
const REQUIRED = process.env['FULCRUM_REAL_AGENTS'] === 'required';

export const skipped = ({ missing }: RealAgent): boolean => missing !== null && !REQUIRED;

/** One rule: what the last message has to hold, and what the model then does. */
export type Step = readonly [pattern: string, reply: ReplyInput | readonly ToolCall[]];

export const KEY = ['sk', 'real', 'canary'.repeat(6)].join('-');

/** Lets the metered door find the script where the providers would be. */
export function useProvider({ url }: ScriptedProvider): void {
  for (const [family, path] of [
    ['ANTHROPIC', ''],
    ['OPENAI', '/v1'],
  ]) {
    vi.stubEnv(`${family}_BASE_URL`, `${url}${path}`);
    vi.stubEnv(`${family}_API_KEY`, KEY);
  }
}

export interface Driven {
  readonly sent: Sent;
  readonly errands: Errands;
  readonly provider: ScriptedProvider;
}

/** Sends a real agent on a real errand, with a script in the place of the model. */
export async function drive(
  launcher: LauncherHandle,
  agent: RealAgent,
  steps: readonly Step[],
  options: JsonObject = {},
  prepare: (errands: Errands) => void = () => undefined,
  signal?: (provider: ScriptedProvider) => AbortSignal,
): Promise<Driven> {
  const usage = { input: 1000, output: 50 };
  const rules = steps.map(([pattern, reply]) => ({
    when: { pattern },
    reply: Array.isArray(reply) ? { toolCalls: reply, usage } : (reply as ReplyInput),
  }));
  const provider = await startScriptedProvider(defineScript({ rules }), KEY);
  onTestFinished(() => provider.close());
  useProvider(provider);
  const errands = openErrands(launcher);
  prepare(errands);
  const given = { argv: null, programs: {}, ...agent.options(), ...options };
  const proposers = [{ kind: 'agent', weight: 1, options: given }];
  const budget = { evaluations: null, wallSeconds: null, work: null, money: null };
  const sent = await withModelDoor({ proposers }, budget, errands.runDirectory, null, (door) =>
    errands.send('', given, { models: door }, signal?.(provider)),
  );
  return { sent, errands, provider };
}
