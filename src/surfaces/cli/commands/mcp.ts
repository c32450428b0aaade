import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { FulcrumError } from '../../../kernel/errors.ts';
import { createRunToken } from '../../../metering/run-token.ts';
import { openHttpDoor } from '../../mcp/http-door.ts';
import type { McpServerParts } from '../../mcp/mcp-server.ts';
import { createMcpServer } from '../../mcp/mcp-server.ts';
import { rateLimit } from '../../mcp/rate-limit.ts';
import { servedTasks } from '../../mcp/served-tasks.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { awaitInterrupt } from '../interruption.ts';
import type { Output } from '../output.ts';
import { reportError } from '../output.ts';

export interface McpCommandOptions {
  /** Task files or their folders. */
  readonly tasks: readonly string[];
  /** Which run of each. */
  readonly name: string;
  /** Null speaks over standard input and output. */
  readonly port: number | null;
}

const TOKEN_VARIABLE = 'FULCRUM_MCP_TOKEN';
const SHORTEST_TOKEN = 32;
const MOST_MESSAGE_BYTES = 6 * 2 ** 20;

/** `fulcrum mcp`: lets MCP clients read runs and submit candidates, until its input ends or it is interrupted. */
export async function mcpCommand(options: McpCommandOptions, output: Output): Promise<ExitCode> {
  const parts: McpServerParts = {
    tasks: servedTasks(options.tasks, options.name),
    rate: rateLimit(() => performance.now()),
    onFault: (error) => reportError(output, error),
  };
  const interrupt = awaitInterrupt();
  try {
    return options.port === null
      ? await serveStdio(parts, interrupt.promise, output)
      : await serveHttp(options.port, parts, interrupt.promise, output);
  } finally {
    interrupt.release();
  }
}

async function serveStdio(
  parts: McpServerParts,
  interrupted: Promise<void>,
  output: Output,
): Promise<ExitCode> {
  const server = createMcpServer(parts);
  const transport = new StdioServerTransport(process.stdin, process.stdout, {
    maxBufferSize: MOST_MESSAGE_BYTES,
  });
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a property of the SDK, no event
  server.server.onerror = ({ message }) => output.notice(`mcp: ${message.split('\n')[0]!.slice(0, 500)}`);
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a property of the SDK, no event
    server.server.onclose = resolve;
  });
  await server.connect(transport);
  await Promise.race([ended, interrupted]);
  await server.close();
  process.stdin.destroy();
  return EXIT_CODES.finished;
}

async function serveHttp(
  port: number,
  parts: McpServerParts,
  interrupted: Promise<void>,
  output: Output,
): Promise<ExitCode> {
  const token = givenToken() ?? createRunToken();
  const door = await openHttpDoor({ port, token }, parts);
  output.both({ type: 'mcp', url: door.url, token }, () => `${door.url}\nAuthorization: Bearer ${token}`);
  await interrupted;
  await door.close();
  return EXIT_CODES.finished;
}

function givenToken(): string | null {
  const token = process.env[TOKEN_VARIABLE]?.trim() ?? '';
  if (token === '') return null;
  if (token.length >= SHORTEST_TOKEN && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new FulcrumError({
    code: 'FULCRUM_E_MCP_TOKEN',
    domain: 'usage',
    what: `a token needs ${SHORTEST_TOKEN} characters or more, without spaces`,
    where: `environment variable ${TOKEN_VARIABLE}`,
    mend: 'Give a longer one that nobody can guess, or none: then one is made',
  });
}
