import { FulcrumError } from '../../../kernel/errors.ts';
import type { AgentAdapter, AgentErrand, AgentStart } from '../adapter.ts';
import { findAgent } from '../discover.ts';
import type { OfferedServer } from '../offered-servers.ts';
import { offeredServers } from '../offered-servers.ts';
import type { AgentOptions, AgentTool } from '../options.ts';
import { providersOf } from '../options.ts';
import { allowsTool } from '../tool-policy.ts';
import { readCodex } from './codex-events.ts';

/** One of its tools, a shell, does all of these. */
const SHELL_WORDS: readonly AgentTool[] = ['read', 'edit', 'execute', 'search'];
const TOKEN = 'FULCRUM_DOOR_TOKEN';

/** Of no use to an errand, or with a way to what the sandbox does not have. */
const WITHOUT = ['apps', 'goals', 'hooks', 'image_generation', 'multi_agent', 'plugins', 'remote_plugin'];

/**
 * Codex without a session, settings or instructions of the workspace's: `codex exec`. Its own sandbox is off, for ours is
 * around it and allows no other inside.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` for options it cannot keep to
 */
export function codexAdapter(options: AgentOptions): AgentAdapter {
  check(options);
  const offered = offeredServers(options);
  return {
    kind: 'codex',
    family: 'gpt',
    mounts: () => (options.argv === null ? findAgent('codex').mounts : []),
    open: (errand) => ({ start: start(errand, options, offered), read: readCodex(options.tools) }),
  };
}

function start(
  { prompt, workspace, home, door }: AgentErrand,
  { argv, model }: AgentOptions,
  offered: readonly OfferedServer[],
): AgentStart {
  const folder = `${home}/codex`;
  const settings: { readonly [name: string]: unknown } = {
    model_provider: 'fulcrum',
    'model_providers.fulcrum': {
      name: 'the metered door',
      base_url: `${door!.url}/v1`,
      wire_api: 'responses',
      env_key: TOKEN,
      // The door itself tries again where that helps.
      request_max_retries: 0,
      stream_max_retries: 0,
    },
    shell_environment_policy: { inherit: 'all', exclude: [TOKEN] },
    allow_login_shell: false,
    web_search: 'disabled',
    // What the workspace says is data: the agent may read it, it is no instruction.
    project_doc_max_bytes: 0,
    'skills.bundled.enabled': false,
    'skills.include_instructions': false,
    'history.persistence': 'none',
    'analytics.enabled': false,
    check_for_update_on_startup: false,
    ...Object.fromEntries(WITHOUT.map((feature) => [`features.${feature}`, false])),
    ...Object.fromEntries(
      offered.map(({ name, argv: [command, ...args] }) => [
        `mcp_servers.${tomlKey(name)}`,
        { command, args },
      ]),
    ),
  };
  return {
    argv: [
      ...(argv ?? findAgent('codex').argv),
      ...['exec', '--json', '--ephemeral', '--ignore-user-config', '--ignore-rules', '--skip-git-repo-check'],
      '--dangerously-bypass-approvals-and-sandbox',
      ...(model === null ? [] : ['--model', model]),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${toml(value)}`]),
      ...['-C', workspace, '-'],
    ],
    environment: { CODEX_HOME: folder, [TOKEN]: door!.token },
    // It does not make its folder itself.
    files: { [`${folder}/config.toml`]: '' },
    input: prompt.split('\n'),
    closesInput: true,
  };
}

/** A value as TOML writes it in one line: a string of JSON is one of TOML's basic strings. */
function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, field]) => `${tomlKey(name)}=${toml(field)}`);
  return `{${fields.join(',')}}`;
}

function tomlKey(name: string): string {
  return /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
}

function check(options: AgentOptions): void {
  if (!providersOf(options).includes('openai')) {
    const what = 'Codex does nothing without the model it speaks to';
    throw invalid(what, 'providers', 'Take the field away, or add openai to it.');
  }
  const without = SHELL_WORDS.filter((word) => !allowsTool(options.tools, word));
  if (without.length > 0) {
    const what = `Codex cannot be kept from ${without.join(', ')} alone: its shell reads, edits, executes and searches`;
    throw invalid(what, 'tools', 'Allow all four, or take an agent that tells them apart.');
  }
  if (allowsTool(options.tools, 'fetch')) {
    const what = 'Codex fetches through its provider, past every filter and every price';
    throw invalid(
      what,
      'tools',
      'Take fetch away; hosts that programs may reach are named in network.hosts.',
    );
  }
}

function invalid(what: string, field: string, mend: string): FulcrumError {
  const where = `proposers.agent.options.${field}`;
  return new FulcrumError({ code: 'FULCRUM_E_TASK_INVALID', domain: 'usage', what, where, mend });
}
