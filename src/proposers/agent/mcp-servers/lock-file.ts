import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FulcrumError } from '../../../kernel/errors.ts';
import { describedServer, hashOf } from './described-server.ts';

const approvedServer = describedServer.extend({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  approvedBy: z.string().min(1),
  /** ISO 8601. */
  approvedAt: z.string().min(1),
});

const lockSchema = z.strictObject({ version: z.literal(1), servers: z.record(z.string(), approvedServer) });

export type ApprovedServer = z.infer<typeof approvedServer>;

/** What was approved, by the name that the task gives a server. */
export type McpLock = z.infer<typeof lockSchema>['servers'];

const LOCK_FILE = 'fulcrum.mcp.json';

/** The lock beside a task file. No file approves nothing. */
export function lockFileOf(taskDirectory: string): string {
  return join(taskDirectory, LOCK_FILE);
}

/** @throws FulcrumError `FULCRUM_E_MCP_LOCK` when it is not as `writeLock` wrote it, hashes included */
export function readLock(file: string): McpLock {
  if (!existsSync(file)) return {};
  let servers: McpLock;
  try {
    ({ servers } = lockSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
  } catch (cause) {
    throw damaged(file, 'it cannot be read', cause);
  }
  for (const [name, approved] of Object.entries(servers))
    if (hashOf(approved) !== approved.hash)
      throw damaged(file, `the hash of "${name}" does not fit its text`);
  return servers;
}

/** Replaces the file whole. */
export function writeLock(file: string, servers: McpLock): void {
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify({ version: 1, servers }, null, 2)}\n`, { flag: 'wx', flush: true });
  renameSync(draft, file);
}

function damaged(where: string, what: string, cause?: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MCP_LOCK',
    domain: 'usage',
    what: `the record of approved MCP servers is damaged: ${what}`,
    where,
    mend: 'Take it back from version control, or remove it and approve the servers again with `fulcrum mcp pin --approve`',
    ...(cause === undefined ? {} : { cause }),
  });
}
