import { FulcrumError } from '../../../kernel/errors.ts';
import { differenceLine, serverDifferences } from './compare-servers.ts';
import { hashOf } from './described-server.ts';
import type { ApprovedServer } from './lock-file.ts';
import { lockFileOf, readLock } from './lock-file.ts';
import type { McpServer } from './options.ts';
import type { ServerPlace } from './server-transport.ts';

/**
 * Asks every server what it is now and compares it with what was approved.
 *
 * @throws FulcrumError `FULCRUM_E_MCP_UNPINNED` when one was never approved, `FULCRUM_E_MCP_CHANGED` when one says anything
 *   else than what was approved, naming the tools
 */
export async function checkServers(servers: readonly McpServer[], place: ServerPlace): Promise<void> {
  if (servers.length === 0) return;
  const file = lockFileOf(place.taskDirectory);
  const lock = readLock(file);
  const unpinned = servers.filter(({ name }) => !Object.hasOwn(lock, name));
  if (unpinned.length > 0) throw notApproved(unpinned, file);
  // The SDK takes its time to load; no other run waits for it.
  const { askServer } = await import('./ask-server.ts');
  for (const server of servers) {
    const described = await askServer(server, place);
    const approved = lock[server.name]!;
    if (hashOf(described) !== approved.hash)
      throw changed(server, serverDifferences(approved, described).map(differenceLine), approved, file);
  }
}

function notApproved(servers: readonly McpServer[], where: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MCP_UNPINNED',
    domain: 'usage',
    what: `nobody has approved the MCP servers ${servers.map(({ name }) => `"${name}"`).join(', ')}`,
    where,
    mend: 'Read what they tell a model with `fulcrum mcp pin`, and approve it with `fulcrum mcp pin --approve`',
  });
}

function changed(
  { name }: McpServer,
  differences: readonly string[],
  { approvedBy, approvedAt }: ApprovedServer,
  where: string,
): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MCP_CHANGED',
    domain: 'usage',
    what: `the MCP server "${name}" is not what ${approvedBy} approved at ${approvedAt}: ${differences.join('; ')}`,
    where,
    mend: 'Read the differences with `fulcrum mcp pin`, and approve them with `fulcrum mcp pin --approve` if they are right',
  });
}
