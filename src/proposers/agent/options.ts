import { z } from 'zod';
import { AUTHOR_KINDS, type Author } from '../../kernel/authorship.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { ModelProvider } from '../llm/options.ts';
import { PROVIDERS } from '../llm/options.ts';
import { type MemoryOption, memoryOption } from '../memory-option.ts';
import { parseOptions } from '../options.ts';
import { AGENT_KINDS, type AgentKind } from './adapter.ts';
import type { McpServer } from './mcp-servers/options.ts';
import { mcpServers } from './mcp-servers/options.ts';

const MEBIBYTE = 2 ** 20;
const GIBIBYTE = 2 ** 30;

/** `*.example.org` is no such address: every host is named. An IPv6 address stands in brackets. */
const HOST_AND_PORT = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\]):\d{1,5}$/;

const hosts = z
  .array(
    z.string().regex(HOST_AND_PORT, 'write a host in lower case and its port, as registry.npmjs.org:443'),
  )
  .default([]);

const tool = z.union([
  z.enum(['read', 'edit', 'execute', 'search', 'fetch']),
  z.templateLiteral(['mcp:', z.string().regex(/^[\w.-]{1,100}$/)]),
]);

const schema = z
  .strictObject({
    agent: z.enum(AGENT_KINDS),
    argv: z.array(z.string().min(1)).min(1).nullable().default(null),
    programs: z.record(z.string().regex(/^\w[\w.-]{0,99}$/), z.string().min(1)).default({}),
    providers: z.array(z.enum(PROVIDERS)).nullable().default(null),
    model: z.string().min(1).max(200).nullable().default(null),
    author: z
      .strictObject({ kind: z.enum(AUTHOR_KINDS), family: z.string().min(1).nullable() })
      .nullable()
      .default(null),
    style: z.enum(['free', 'insight', 'full']).default('insight'),
    instructions: z.string().max(20_000).nullable().default(null),
    promptCharacters: z.int().min(2000).max(2_000_000).default(60_000),
    tools: z
      .strictObject({
        allow: z.array(tool).default(['read', 'edit', 'execute', 'search']),
        deny: z.array(tool).default([]),
      })
      .prefault({}),
    network: z.strictObject({ hosts, privateHosts: hosts }).prefault({}),
    mcpServers,
    memory: memoryOption,
    limits: z
      .strictObject({
        seconds: z.number().positive().max(86_400).default(600),
        turns: z.int().min(1).nullable().default(null),
        tokens: z.int().min(1).nullable().default(null),
        money: z.number().positive().nullable().default(null),
        memoryBytes: z
          .int()
          .min(64 * MEBIBYTE)
          .default(4 * GIBIBYTE),
        processes: z.int().min(16).default(512),
        temporaryBytes: z.int().min(MEBIBYTE).default(GIBIBYTE),
        openFiles: z.int().min(64).default(4096),
        outputBytes: z
          .int()
          .min(1024)
          .default(32 * MEBIBYTE),
        atOnce: z.int().min(1).max(16).default(2),
      })
      .prefault({}),
  })
  .refine(({ agent, argv }) => argv !== null || (agent !== 'program' && agent !== 'acp'), {
    path: ['argv'],
    message: 'name the program and its arguments',
  })
  .refine((options) => options.memory === null || providersOf(options).length > 0, {
    path: ['memory'],
    message: 'what an agent was told is recorded with its calls of models; name its providers',
  });

/** What an agent may be allowed or denied, in words that every adapter translates into its agent's own. */
export type AgentTool = z.infer<typeof tool>;

export interface AgentOptions {
  readonly agent: AgentKind;
  /** Program and arguments as seen inside; null takes what the adapter finds on this machine. */
  readonly argv: readonly string[] | null;
  /** Files and folders shown read-only below `/fulcrum/tools`, by their name there; relative to the task file. */
  readonly programs: { readonly [name: string]: string };
  /** Whose protocols the agent speaks at the metered door; null takes the agent's usual ones. Empty calls no model. */
  readonly providers: readonly ModelProvider[] | null;
  /** The model it is told to use; null leaves it to the agent. */
  readonly model: string | null;
  /** Who makes its changes; null says what is known of the agent. */
  readonly author: Pick<Author, 'kind' | 'family'> | null;
  /** What the prompt tells besides the goal: see the proposer `llm`. */
  readonly style: 'free' | 'insight' | 'full';
  /** What the person who wrote the task tells the agent besides. */
  readonly instructions: string | null;
  /** Of all data blocks of the prompt together. */
  readonly promptCharacters: number;
  /** What it may use; a denial outweighs a permission. */
  readonly tools: { readonly allow: readonly AgentTool[]; readonly deny: readonly AgentTool[] };
  readonly network: AgentNetwork;
  /** What it is told of earlier runs; null for nothing. See `memory-option.ts`. */
  readonly memory: MemoryOption | null;
  /** Servers of the Model Context Protocol it is offered, once a person has approved what they say of themselves. */
  readonly mcpServers: readonly McpServer[];
  readonly limits: AgentLimits;
}

/** Where its sandbox may connect to, as `host:port`, besides the metered door. */
export interface AgentNetwork {
  /** Only at addresses of the public network. */
  readonly hosts: readonly string[];
  /** At whatever address. */
  readonly privateHosts: readonly string[];
}

/** For one proposal. Null is unlimited; the budget of the run holds either way. */
export interface AgentLimits {
  readonly seconds: number;
  /** Calls of a model. */
  readonly turns: number | null;
  readonly tokens: number | null;
  /** USD. */
  readonly money: number | null;
  /** All processes and writable files together. */
  readonly memoryBytes: number;
  /** Processes and threads. */
  readonly processes: number;
  /** Of each writable file system. */
  readonly temporaryBytes: number;
  /** Of each process. */
  readonly openFiles: number;
  /** Of standard output as it is passed on, each line cut at 4 MiB; of standard error the end is kept. */
  readonly outputBytes: number;
  /** Proposals made side by side. */
  readonly atOnce: number;
}

/** Options with their defaults. @throws FulcrumError `FULCRUM_E_TASK_INVALID` naming the field. */
export function agentOptions(options: JsonObject): AgentOptions {
  return parseOptions(schema, options, 'agent');
}

/** The providers an agent calls through the door, where its options do not say. */
const USUAL_PROVIDERS: { readonly [kind in AgentKind]: readonly ModelProvider[] } = {
  claude: ['anthropic'],
  codex: ['openai'],
  acp: [],
  program: [],
};

export function providersOf({
  agent,
  providers,
}: Pick<AgentOptions, 'agent' | 'providers'>): readonly ModelProvider[] {
  return providers ?? USUAL_PROVIDERS[agent];
}
