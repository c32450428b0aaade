import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { z } from 'zod';
import { FulcrumError, isFulcrumError } from '../../../kernel/errors.ts';
import type { DescribedServer, DescribedTool } from './described-server.ts';
import { describedTool } from './described-server.ts';
import type { McpServer } from './options.ts';
import type { ServerPlace } from './server-transport.ts';
import { transportTo } from './server-transport.ts';

const MILLISECONDS = 30_000;
const MOST_TOOLS = 1000;

const page = z.object({ tools: z.array(describedTool), nextCursor: z.string().optional() });

/**
 * Starts a server, asks what it is and what tools it has, and ends it.
 *
 * @throws FulcrumError `FULCRUM_E_MCP_SERVER` when it does not answer as the protocol demands, `FULCRUM_E_MCP_TOOL` when it
 *   has not the tools that its options name
 */
export async function askServer(server: McpServer, place: ServerPlace): Promise<DescribedServer> {
  const client = new Client({ name: 'fulcrum', version: '1' });
  try {
    const transport = await transportTo(server, place);
    let protocol = '';
    const setVersion = transport.setProtocolVersion?.bind(transport);
    transport.setProtocolVersion = (version) => {
      protocol = version;
      setVersion?.(version);
    };
    await client.connect(transport, { timeout: MILLISECONDS });
    const { name = '', version = '' } = client.getServerVersion() ?? {};
    const tools = await listTools(client);
    checkTools(server, tools);
    return { server: name, version, protocol, instructions: client.getInstructions() ?? null, tools };
  } catch (cause) {
    throw isFulcrumError(cause) ? cause : unanswered(server, cause);
  } finally {
    await client.close();
  }
}

/** Not by the method of the client of that name, which compiles the schemas that servers send. */
async function listTools(client: Client): Promise<DescribedServer['tools']> {
  const tools: DescribedTool[] = [];
  let cursor: string | undefined;
  do {
    const params = cursor === undefined ? {} : { cursor };
    const listed = await client.request({ method: 'tools/list', params }, page, { timeout: MILLISECONDS });
    tools.push(...listed.tools);
    cursor = listed.nextCursor;
    if (tools.length > MOST_TOOLS || (cursor !== undefined && listed.tools.length === 0))
      throw new Error(`it lists more than ${MOST_TOOLS} tools, or pages without end`);
  } while (cursor !== undefined);
  if (new Set(tools.map(({ name }) => name)).size < tools.length)
    throw new Error('two of its tools have one name');
  return tools.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

function checkTools({ name, tools }: McpServer, described: DescribedServer['tools']): void {
  const missing = (tools ?? []).filter((wanted) => !described.some((tool) => tool.name === wanted));
  if (missing.length === 0) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_MCP_TOOL',
    domain: 'usage',
    what: `the MCP server "${name}" has no tool ${missing.join(', ')}`,
    where: `proposers.agent.options.mcpServers.${name}.tools`,
    mend: `Name some of: ${described.map((tool) => tool.name).join(', ')}`,
  });
}

function unanswered({ name }: McpServer, cause: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MCP_SERVER',
    domain: 'usage',
    what: `the MCP server "${name}" does not answer: ${cause instanceof Error ? cause.message : String(cause)}`,
    where: `proposers.agent.options.mcpServers.${name}`,
    mend: 'Start it by hand to see why. In a sandbox it has no network and sees only its `files`; `host: true` runs it outside of one, with your rights',
    cause,
  });
}
