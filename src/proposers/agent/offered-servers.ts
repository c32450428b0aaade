import { FulcrumError } from '../../kernel/errors.ts';
import { offeredInside } from './mcp-servers/offered.ts';
import type { McpServer } from './mcp-servers/options.ts';
import type { AgentOptions, AgentTool } from './options.ts';
import { allowsTool } from './tool-policy.ts';

/** An MCP server as an agent starts it inside its sandbox. */
export interface OfferedServer {
  readonly name: string;
  readonly argv: readonly [program: string, ...words: string[]];
}

/**
 * The MCP servers that the policy lets the agent use.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` for a server that the policy neither allows nor denies, and for one that
 *   it allows and that there is not
 */
export function offeredServers({
  mcpServers,
  tools,
}: Pick<AgentOptions, 'mcpServers' | 'tools'>): readonly OfferedServer[] {
  const named = new Set([...tools.allow, ...tools.deny]);
  const loose = mcpServers.find(({ name }) => !named.has(`mcp:${name}`));
  if (loose !== undefined) {
    const what = `the MCP server "${loose.name}" is neither allowed nor denied`;
    throw invalid(what, 'tools', `Add mcp:${loose.name} to tools.allow or tools.deny.`);
  }
  const missing = tools.allow.find(
    (tool) => tool.startsWith('mcp:') && !mcpServers.some(({ name }) => tool === `mcp:${name}`),
  );
  if (missing !== undefined) {
    const what = `${missing} is allowed, but there is no such server`;
    throw invalid(what, 'tools.allow', 'Name the server in mcpServers, or take the word away.');
  }
  return offeredInside(allowedServers({ mcpServers, tools }));
}

/** The servers that the policy lets the agent use, as the task names them. */
export function allowedServers({
  mcpServers,
  tools,
}: Pick<AgentOptions, 'mcpServers' | 'tools'>): readonly McpServer[] {
  return mcpServers.filter(({ name }) => allowsTool(tools, `mcp:${name}`));
}

/** How agents begin the names of a server's tools, before another `__`. */
export function toolPrefix(server: string): string {
  return `mcp__${server.replace(/[^\w-]/g, '_')}`;
}

/** The policy's word for the server that a tool belongs to, by the tool's name; null where it is none of theirs. */
export function serverOfTool(tool: string, servers: readonly OfferedServer[]): AgentTool | null {
  const server = servers.find(({ name }) => tool.startsWith(`${toolPrefix(name)}__`));
  return server === undefined ? null : `mcp:${server.name}`;
}

function invalid(what: string, field: string, mend: string): FulcrumError {
  const where = `proposers.agent.options.${field}`;
  return new FulcrumError({ code: 'FULCRUM_E_TASK_INVALID', domain: 'usage', what, where, mend });
}
