import { acpAdapter } from './acp/acp-adapter.ts';
import type { AgentAdapter, AgentKind } from './adapter.ts';
import { claudeAdapter } from './claude/claude-adapter.ts';
import { codexAdapter } from './codex/codex-adapter.ts';
import type { AgentOptions } from './options.ts';
import { programAdapter } from './program/program-adapter.ts';

type OpenAdapter = (options: AgentOptions) => AgentAdapter;

const ADAPTERS: { readonly [kind in AgentKind]: OpenAdapter } = {
  claude: claudeAdapter,
  codex: codexAdapter,
  acp: acpAdapter,
  program: ({ argv }) => programAdapter(argv!),
};

/** The ways of the agent that the options name. @throws FulcrumError `FULCRUM_E_TASK_INVALID` */
export function adapterFor(options: AgentOptions): AgentAdapter {
  return ADAPTERS[options.agent](options);
}
