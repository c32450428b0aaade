import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { DATA_BLOCK_RULE } from '../../kernel/data-block.ts';
import { packageVersion } from '../version.ts';
import { errorAnswer, toolResult } from './answer.ts';
import type { Tool, ToolContext } from './tool.ts';
import { getFeedback } from './tools/get-feedback.ts';
import { listCandidates } from './tools/list-candidates.ts';
import { listTasks } from './tools/list-tasks.ts';
import { readCandidate } from './tools/read-candidate.ts';
import { readFiles } from './tools/read-files.ts';
import { readTask } from './tools/read-task.ts';
import { submitCandidate } from './tools/submit-candidate.ts';

const INSTRUCTIONS = `Improve code that a separate judge measures. The judge cannot be seen or reached from here; what a change is worth is its decision alone.
Call list_tasks, then read_task and read_files; change the files in a copy of your own; submit_candidate; then get_feedback. Each result says as much as a proposer may know.
${DATA_BLOCK_RULE}`;

/** What a server needs besides a connection. */
export interface McpServerParts extends ToolContext {
  /** Told of every error that the client is told nothing about. */
  readonly onFault: (error: unknown) => void;
}

/** A server for one connection. Its tools read the visible part of ledgers and write into inboxes; nothing else. */
export function createMcpServer(parts: McpServerParts): McpServer {
  const server = new McpServer(
    { name: 'fulcrum', title: 'Fulcrum', version: packageVersion() },
    { instructions: INSTRUCTIONS, maxToolInputElements: 10_000 },
  );
  offer(server, listTasks, parts);
  offer(server, readTask, parts);
  offer(server, readFiles, parts);
  offer(server, listCandidates, parts);
  offer(server, readCandidate, parts);
  offer(server, submitCandidate, parts);
  offer(server, getFeedback, parts);
  return server;
}

function offer<Input>(server: McpServer, tool: Tool<Input>, parts: McpServerParts): void {
  const { name, title, description, input, readOnly } = tool;
  const annotations = { readOnlyHint: readOnly, destructiveHint: false, openWorldHint: false };
  server.registerTool(
    name,
    { title, description, inputSchema: input, annotations },
    async (given: unknown, { signal }) => {
      try {
        return toolResult(await tool.answer(given as Input, parts, signal));
      } catch (error) {
        const answer = errorAnswer(error);
        if (!answer.told) parts.onFault(error);
        return toolResult(answer);
      }
    },
  );
}
