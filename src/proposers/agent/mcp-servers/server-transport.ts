import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { SandboxLauncher, SandboxOrder } from '../../../kernel/contracts/sandbox.ts';
import { FulcrumError } from '../../../kernel/errors.ts';
import { NODE_INSIDE, pathInside } from '../../inside-paths.ts';
import type { McpProgram, McpServer } from './options.ts';
import { sandboxTransport } from './sandbox-transport.ts';

const MEBIBYTE = 2 ** 20;

/** Where servers run. */
export interface ServerPlace {
  readonly taskDirectory: string;
  readonly sandboxes: Pick<SandboxLauncher, 'launch'>;
}

/**
 * A connection to a server, not yet started; closing it ends a program. A program runs in a sandbox of its own, without
 * network, unless its options say `host`.
 *
 * @throws FulcrumError `FULCRUM_E_MCP_SERVER` when a file of it is missing, or there is no sandbox to be had
 */
export async function transportTo(server: McpServer, place: ServerPlace): Promise<Transport> {
  if ('url' in server) return new StreamableHTTPClientTransport(new URL(server.url));
  const { argv, environment, host } = server;
  const [command, ...args] = argv as [string, ...string[]];
  if (host)
    return new StdioClientTransport({
      ...{ command, args, cwd: place.taskDirectory, stderr: 'ignore' },
      env: { ...environment, PATH: process.env['PATH'] ?? '' },
    });
  const sandbox = await place.sandboxes.launch(orderFor(server, place.taskDirectory));
  if (sandbox.stamp.level !== 'none') return sandboxTransport(sandbox);
  await sandbox.kill();
  throw unsandboxed(server);
}

function serverMounts(server: McpProgram, taskDirectory: string): SandboxOrder['mounts'] {
  return Object.entries(server.files).map(([name, path]) => {
    const host = resolve(taskDirectory, path);
    if (statSync(host, { throwIfNoEntry: false }) === undefined) throw missingFile(server, host);
    return { host, inside: `/fulcrum/mcp/${server.name}/${name}` };
  });
}

function orderFor(server: McpProgram, taskDirectory: string): SandboxOrder {
  return {
    mounts: [{ host: process.execPath, inside: NODE_INSIDE }, ...serverMounts(server, taskDirectory)],
    // The channel is what the server speaks on; what it writes as errors is evidence only.
    command: ['/bin/sh', '-c', 'cd /tmp; exec "$@" <&3 >&3 3<&-', 'sh', ...server.argv],
    environment: {
      PATH: pathInside(),
      HOME: '/tmp',
      TZ: 'UTC',
      ...server.environment,
    },
    memoryBytes: 1024 * MEBIBYTE,
    processes: 64,
    temporaryBytes: 64 * MEBIBYTE,
    outputBytes: MEBIBYTE,
  };
}

function missingFile({ name }: McpServer, where: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MCP_SERVER',
    domain: 'usage',
    what: `a file of the MCP server "${name}" does not exist`,
    where,
    mend: `Correct its path in proposers.agent.options.mcpServers.${name}.files: it starts from the folder of the task file`,
  });
}

function unsandboxed({ name }: McpServer): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MCP_SERVER',
    domain: 'usage',
    what: `the MCP server "${name}" runs only in a sandbox, and there is none here`,
    where: `proposers.agent.options.mcpServers.${name}`,
    mend: 'Run without --unsafe-no-sandbox, or say `host: true` if it may have your rights',
  });
}
