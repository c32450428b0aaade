import { extname } from 'node:path';
import { NODE_INSIDE } from '../../inside-paths.ts';
import type { OfferedServer } from '../offered-servers.ts';
import type { McpServer } from './options.ts';

/** Where an agent's sandbox shows the socket of a server. */
export function socketInside(name: string): string {
  return `/fulcrum/mcp/${name}`;
}

/** How an agent starts each server: a pipe to the relay, which looks like the server and keeps to the allowed tools. */
export function offeredInside(servers: readonly McpServer[]): readonly OfferedServer[] {
  const pipe = `/fulcrum/runner/mcp-pipe${extname(import.meta.filename)}`;
  return servers.map(({ name }) => ({
    name,
    argv: [NODE_INSIDE, '--no-warnings', pipe, socketInside(name)],
  }));
}
