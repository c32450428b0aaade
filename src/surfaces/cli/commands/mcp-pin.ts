import type { ServerDifference } from '../../../proposers/agent/mcp-servers/compare-servers.ts';
import { differenceLine, serverDifferences } from '../../../proposers/agent/mcp-servers/compare-servers.ts';
import type {
  DescribedServer,
  DescribedTool,
  Suspicion,
} from '../../../proposers/agent/mcp-servers/described-server.ts';
import { hashOf, suspicionsOf } from '../../../proposers/agent/mcp-servers/described-server.ts';
import type { ApprovedServer } from '../../../proposers/agent/mcp-servers/lock-file.ts';
import { lockFileOf, readLock, writeLock } from '../../../proposers/agent/mcp-servers/lock-file.ts';
import type { McpServer } from '../../../proposers/agent/mcp-servers/options.ts';
import type { Json } from '../../../kernel/json.ts';
import { loadTask } from '../../../task/load-task.ts';
import { askServers, offeredMcpServers } from '../../mcp-servers.ts';
import { configuredName } from '../configured-name.ts';
import { sanitise } from '../display/sanitise.ts';
import { sanitiseLines } from '../display/sanitise-lines.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { Output } from '../output.ts';

export interface McpPinOptions {
  readonly approve: boolean;
  /** Null takes the name from the configuration of git. */
  readonly author: string | null;
}

/** A server as it is now and as it was approved. */
interface Comparison {
  readonly server: McpServer;
  readonly described: DescribedServer;
  readonly approved: ApprovedServer | null;
  readonly differences: readonly ServerDifference[];
  readonly suspicions: readonly Suspicion[];
}

/**
 * `fulcrum mcp pin`: shows what the MCP servers of a task tell a model and how that differs from what was approved. With
 * `approve` it is approved as it is.
 */
export async function mcpPinCommand(task: string, options: McpPinOptions, output: Output): Promise<ExitCode> {
  const defined = loadTask(task);
  const file = lockFileOf(defined.directory);
  const lock = readLock(file);
  const servers = offeredMcpServers(defined.task);
  for (const server of servers) warnOf(server, output);
  const described = await askServers(servers, defined.directory);
  const compared = servers.map((server, index) =>
    compare(server, described[index]!, Object.hasOwn(lock, server.name) ? lock[server.name]! : null),
  );
  if (compared.length === 0) output.text('this task offers agents no MCP server');
  for (const comparison of compared) show(comparison, output);
  if (!options.approve) return compared.every(isApproved) ? EXIT_CODES.finished : EXIT_CODES.integrity;
  const approvedBy = sanitise(options.author ?? configuredName(defined.directory), 200);
  const approvedAt = new Date().toISOString();
  // What was approved before and is the same stays under the name of who approved it.
  const entries = compared.map((comparison): [string, ApprovedServer] => [
    comparison.server.name,
    isApproved(comparison)
      ? comparison.approved!
      : { ...comparison.described, hash: hashOf(comparison.described), approvedBy, approvedAt },
  ]);
  writeLock(file, Object.fromEntries(entries));
  output.both({ type: 'mcp-approved', servers: entries.map(([name]) => name) }, () =>
    entries.length === 0 ? 'nothing is approved' : `approved: ${entries.map(([name]) => name).join(', ')}`,
  );
  return EXIT_CODES.finished;
}

function warnOf(server: McpServer, output: Output): void {
  if ('argv' in server && server.host)
    output.notice(`warning: "${server.name}" runs outside any sandbox, with your rights and network`);
}

function compare(server: McpServer, described: DescribedServer, approved: ApprovedServer | null): Comparison {
  const differences = approved === null ? [] : serverDifferences(approved, described);
  return { server, described, approved, differences, suspicions: suspicionsOf(described) };
}

function isApproved({ approved, differences }: Comparison): boolean {
  return approved !== null && differences.length === 0;
}

function show(comparison: Comparison, output: Output): void {
  const { server, described, approved, differences, suspicions } = comparison;
  const state = approved === null ? 'unpinned' : differences.length > 0 ? 'changed' : 'approved';
  const data = { name: server.name, state, hash: hashOf(described), described, differences, suspicions };
  output.both({ type: 'mcp-server', ...data } as unknown as Json, () =>
    [
      `${server.name}: ${state} (${sanitise(described.server, 60)} ${sanitise(described.version, 40)}, protocol ${sanitise(described.protocol, 20)})`,
      ...(approved === null
        ? wholeText(described)
        : differences.flatMap((difference) => differenceText(difference, described))),
      ...suspicions.map(
        ({ tool, signs }) =>
          `  LOOK: ${tool === '' ? 'its instructions' : `tool ${sanitise(tool, 80)}`} may be meant to instruct a model: ${signs.join(', ')}`,
      ),
    ].join('\n'),
  );
}

/** All that a model would be told. */
function wholeText({ instructions, tools }: DescribedServer): readonly string[] {
  return [
    ...(instructions === null ? [] : ['  instructions:', indented(instructions)]),
    ...tools.flatMap((tool) => [`  tool ${sanitise(tool.name, 80)}:`, ...toolText(tool)]),
  ];
}

function toolText({ description, inputSchema }: DescribedTool): readonly string[] {
  return [indented(description ?? 'not described'), indented(JSON.stringify(inputSchema))];
}

function differenceText(difference: ServerDifference, { tools }: DescribedServer): readonly string[] {
  const line = `  ${sanitise(differenceLine(difference), 200)}`;
  if (!('before' in difference)) {
    const added = tools.find(({ name }) => name === difference.tool);
    return added === undefined ? [line] : [line, ...toolText(added)];
  }
  return [line, indented(difference.before, '    - '), indented(difference.after, '    + ')];
}

function indented(text: string, mark = '    '): string {
  return sanitiseLines(text)
    .split('\n')
    .map((row) => mark + row)
    .join('\n');
}
