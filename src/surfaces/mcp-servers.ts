import type { Task } from '../kernel/task.ts';
import { FulcrumError } from '../kernel/errors.ts';
import { canonicalJson } from '../kernel/json.ts';
import { agentOptions } from '../proposers/agent/options.ts';
import { askServer } from '../proposers/agent/mcp-servers/ask-server.ts';
import type { DescribedServer } from '../proposers/agent/mcp-servers/described-server.ts';
import type { McpServer } from '../proposers/agent/mcp-servers/options.ts';
import { startLauncher } from '../sandbox/launcher.ts';

/**
 * The MCP servers that a task offers its agents, each once.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` when two agents call different servers by one name
 */
export function offeredMcpServers({ proposers }: Pick<Task, 'proposers'>): readonly McpServer[] {
  const servers = new Map<string, McpServer>();
  const agents = proposers.filter(({ kind }) => kind === 'agent');
  for (const server of agents.flatMap(({ options }) => agentOptions(options).mcpServers)) {
    const other = servers.get(server.name);
    if (other !== undefined && !isSameServer(server, other)) throw twoOfOneName(server.name);
    servers.set(server.name, server);
  }
  return [...servers.values()];
}

/** Asks servers what they are, programs in sandboxes, and leaves none behind. */
export async function askServers(
  servers: readonly McpServer[],
  taskDirectory: string,
): Promise<readonly DescribedServer[]> {
  const launcher = servers.some(isSandboxed) ? await startLauncher({ isolation: 'required' }) : null;
  const sandboxes = { launch: launcher?.launch ?? (() => Promise.reject(new TypeError('no sandbox'))) };
  try {
    const described: DescribedServer[] = [];
    for (const server of servers) described.push(await askServer(server, { taskDirectory, sandboxes }));
    return described;
  } finally {
    await launcher?.close();
  }
}

function isSandboxed(server: McpServer): boolean {
  return 'argv' in server && !server.host;
}

/** Which of the tools an agent may use is its own matter. */
function isSameServer(left: McpServer, right: McpServer): boolean {
  const [one, other] = [left, right].map((server) => canonicalJson({ ...server, tools: null }));
  return one === other;
}

function twoOfOneName(name: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_TASK_INVALID',
    domain: 'usage',
    what: `two agents call different MCP servers "${name}"`,
    where: 'proposers.agent.options.mcpServers',
    mend: 'Give one of them another name: what is approved is known by it',
  });
}
