import type { OfferedServer } from '../offered-servers.ts';
import { serverOfTool, toolPrefix } from '../offered-servers.ts';
import type { AgentTool } from '../options.ts';
import type { ToolPolicy } from '../tool-policy.ts';
import { allowsTool } from '../tool-policy.ts';

const TOOLS: { readonly [tool in Exclude<AgentTool, `mcp:${string}`>]: readonly string[] } = {
  read: ['Read'],
  edit: ['Edit', 'Write', 'NotebookEdit'],
  execute: ['Bash'],
  search: ['Glob', 'Grep'],
  fetch: ['WebFetch'],
};

/** Claude Code's own names: of what it is shown, and of what it may use unasked. */
export function claudeTools(
  policy: ToolPolicy,
  servers: readonly OfferedServer[],
): { readonly offeredTools: readonly string[]; readonly allowedTools: readonly string[] } {
  const offeredTools = Object.entries(TOOLS).flatMap(([tool, names]) =>
    allowsTool(policy, tool as AgentTool) ? names : [],
  );
  return { offeredTools, allowedTools: [...offeredTools, ...servers.map(({ name }) => toolPrefix(name))] };
}

/** The policy's word for one of Claude Code's tools; null where there is none. */
export function policyWord(name: string, servers: readonly OfferedServer[]): AgentTool | null {
  const server = serverOfTool(name, servers);
  if (server !== null) return server;
  const found = Object.entries(TOOLS).find(([, names]) => names.includes(name));
  return (found?.[0] as AgentTool | undefined) ?? null;
}
