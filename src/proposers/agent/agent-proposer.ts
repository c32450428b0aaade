import { basename } from 'node:path';
import type { Author } from '../../kernel/authorship.ts';
import type { Proposal, ProposalRequest, Proposer } from '../../kernel/contracts/proposer.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { sideBySide } from '../../kernel/side-by-side.ts';
import type { Lesson } from '../llm/lessons.ts';
import { learn } from '../llm/lessons.ts';
import { memoryEntries } from '../memory-option.ts';
import type { ProposerServices } from '../services.ts';
import type { AgentAdapter } from './adapter.ts';
import { adapterFor } from './adapters.ts';
import { checkInstalled } from './agent-sandbox.ts';
import { runErrand } from './errand.ts';
import { checkServers } from './mcp-servers/check-servers.ts';
import { allowedServers } from './offered-servers.ts';
import type { AgentOptions } from './options.ts';
import { agentOptions, providersOf } from './options.ts';
import { agentPrompt } from './prompt.ts';
import { proposalOf } from './proposal-of.ts';

/** What the proposer remembers; of bounded size. */
export type AgentState = { readonly lessons: readonly Lesson[] };

/**
 * Lets a coding agent work on a copy of the parent in a sandbox of its own; the files it leaves changed are the proposal.
 * Whatever it does there, and however it ends, is a proposal or nothing, with the reason; what it says of itself decides
 * nothing. It reaches models through the metered door alone, with a token of its own.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` on options it does not know.
 */
export function createAgentProposer(source: JsonObject, services: ProposerServices): Proposer<AgentState> {
  const options = agentOptions(source);
  const adapter = adapterFor(options);
  const gate = sideBySide(options.limits.atOnce);
  return {
    id: 'agent',
    trusted: false,
    author: authorOf(options, adapter),
    start: () => ({ lessons: [] }),
    observe: ({ lessons }, outcome) => ({ lessons: learn(lessons, outcome, 'agent') }),
    prepare: async () => {
      checkInstalled(options, adapter, services.taskDirectory);
      await checkServers(allowedServers(options), services);
    },
    propose: (request) => gate(() => propose(request, options, adapter, services)),
  };
}

async function propose(
  request: ProposalRequest<AgentState>,
  options: AgentOptions,
  adapter: AgentAdapter,
  services: ProposerServices,
): Promise<Proposal> {
  const { workspace, goal = null } = services;
  if (workspace === undefined) throw new TypeError('an agent was asked although nothing is proposed here');
  const memory = memoryEntries(options.memory, services.memory);
  const prompt = agentPrompt(request, request.state.lessons, memory, options, { goal, ...workspace });
  const errand = await runErrand(
    { number: request.number, tree: request.parents[0]!.candidate.tree, prompt: prompt.text },
    options,
    adapter,
    { ...services, workspace },
    request.signal,
  );
  return proposalOf(errand, options, prompt);
}

function authorOf(options: AgentOptions, { kind, family }: AgentAdapter): Pick<Author, 'kind' | 'family'> {
  if (options.author !== null) return options.author;
  if (kind !== 'program' || providersOf(options).length > 0) return { kind: 'model', family };
  return { kind: 'program', family: (options.argv ?? []).map((word) => basename(word)).join(' ') };
}
