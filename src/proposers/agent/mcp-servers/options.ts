import { z } from 'zod';

const name = z.string().regex(/^\w[\w.-]{0,59}$/, 'use letters, digits, ".", "_" and "-"');

const program = z.strictObject({
  name,
  argv: z.array(z.string().min(1)).min(1),
  files: z.record(z.string().regex(/^\w[\w.-]{0,99}$/), z.string().min(1)).default({}),
  environment: z.record(z.string().regex(/^[A-Za-z_]\w{0,99}$/), z.string()).default({}),
  host: z.boolean().default(false),
  tools: z.array(z.string().min(1).max(200)).nullable().default(null),
});

const remote = z.strictObject({
  name,
  url: z.url({ protocol: /^https?$/ }),
  tools: z.array(z.string().min(1).max(200)).nullable().default(null),
});

/** The option `mcpServers` of the agent proposer: none by default, each of a name of its own. */
export const mcpServers = z
  .array(z.union([program, remote]))
  .max(32)
  .refine((servers) => new Set(servers.map((server) => server.name)).size === servers.length, {
    message: 'two MCP servers have one name',
  })
  .default([]);

export type McpServer = McpProgram | McpRemote;

/** A server started as a program, spoken to over its standard input and output. */
export interface McpProgram {
  readonly name: string;
  /** Program and arguments; in a sandbox as seen inside. */
  readonly argv: readonly string[];
  /** Files and folders shown read-only in its sandbox, below `/fulcrum/mcp/<name>`; relative to the task file. */
  readonly files: { readonly [name: string]: string };
  readonly environment: { readonly [name: string]: string };
  /** Run it outside any sandbox, with the network, files and rights of who started the run. */
  readonly host: boolean;
  /** Those of its tools that agents may use; null for all. */
  readonly tools: readonly string[] | null;
}

/** A server that runs elsewhere, spoken to over streamable HTTP. */
export interface McpRemote {
  readonly name: string;
  readonly url: string;
  readonly tools: readonly string[] | null;
}
