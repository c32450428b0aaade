import { FulcrumError } from '../../../kernel/errors.ts';
import type { AgentAdapter, AgentErrand, AgentStart } from '../adapter.ts';
import { findAgent } from '../discover.ts';
import type { OfferedServer } from '../offered-servers.ts';
import { offeredServers } from '../offered-servers.ts';
import type { AgentOptions } from '../options.ts';
import { providersOf } from '../options.ts';
import { readClaude } from './claude-events.ts';
import { claudeTools } from './claude-tools.ts';

/** Of one reply. What the model could write at most would reserve more of a budget than an edit ever needs. */
const REPLY_TOKENS = 16_000;

/**
 * Claude Code without a session, settings or instructions of the workspace's: `claude -p --bare`, or without `--bare` where
 * it may not execute, for only then has it tools of its own to search with.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` for options it cannot keep to
 */
export function claudeAdapter(options: AgentOptions): AgentAdapter {
  if (!providersOf(options).includes('anthropic')) throw withoutModel();
  const offered = offeredServers(options);
  return {
    kind: 'claude',
    family: 'claude',
    mounts: () => (options.argv === null ? findAgent('claude').mounts : []),
    open: (errand) => ({ start: start(errand, options, offered), read: readClaude(options.tools, offered) }),
  };
}

function start(
  { prompt, home, door }: AgentErrand,
  { argv, model, tools, limits }: AgentOptions,
  offered: readonly OfferedServer[],
): AgentStart {
  const serverFile = `${home}/mcp-servers.json`;
  const { offeredTools, allowedTools } = claudeTools(tools, offered);
  return {
    argv: [
      ...(argv ?? findAgent('claude').argv),
      ...['-p', '--output-format', 'stream-json', '--verbose', '--no-session-persistence'],
      ...(offeredTools.includes('Bash') ? ['--bare'] : []),
      // Files of the workspace could name another address for the model, or programs to start.
      ...['--setting-sources', '', '--strict-mcp-config', '--disable-slash-commands'],
      ...['--permission-mode', 'dontAsk', '--tools', offeredTools.join(',')],
      ...(allowedTools.length === 0 ? [] : ['--allowedTools', allowedTools.join(',')]),
      ...(limits.turns === null ? [] : ['--max-turns', String(limits.turns)]),
      ...(model === null ? [] : ['--model', model]),
      ...(offered.length === 0 ? [] : ['--mcp-config', serverFile]),
    ],
    environment: {
      ANTHROPIC_BASE_URL: door!.url,
      ANTHROPIC_API_KEY: door!.token,
      CLAUDE_CODE_MAX_OUTPUT_TOKENS: String(REPLY_TOKENS),
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      DISABLE_TELEMETRY: '1',
      DISABLE_ERROR_REPORTING: '1',
    },
    files: offered.length === 0 ? {} : { [serverFile]: JSON.stringify({ mcpServers: named(offered) }) },
    input: prompt.split('\n'),
    closesInput: true,
  };
}

function named(servers: readonly OfferedServer[]): object {
  return Object.fromEntries(
    servers.map(({ name, argv: [command, ...args] }) => [name, { type: 'stdio', command, args, env: {} }]),
  );
}

function withoutModel(): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_TASK_INVALID',
    domain: 'usage',
    what: 'Claude Code does nothing without the model it speaks to',
    where: 'proposers.agent.options.providers',
    mend: 'Take the field away, or add anthropic to it.',
  });
}
