import type { Hash } from '../../kernel/candidate.ts';
import type { OpenNetwork } from '../../kernel/contracts/network.ts';
import { FulcrumError } from '../../kernel/errors.ts';
import type { IssuedToken, ProposerServices, ProposerWorkspace, TokenSpending } from '../services.ts';
import type { AgentAdapter } from './adapter.ts';
import type { Conversation } from './agent-conversation.ts';
import { converse } from './agent-conversation.ts';
import { proposalHolder } from '../own-token.ts';
import { agentSandboxOrder, checkStarted, INSIDE, launchIsolated } from './agent-sandbox.ts';
import type { ErrandFolder } from './errand-folder.ts';
import { makeErrandFolder } from './errand-folder.ts';
import type { OpenServers } from './mcp-servers/open-servers.ts';
import { allowedServers } from './offered-servers.ts';
import type { AgentOptions } from './options.ts';
import { providersOf } from './options.ts';
import { runnerLine } from './runner-line.ts';
import type { Trajectory } from './trajectory.ts';
import { openTrajectory } from './trajectory.ts';
import type { WorkspaceChanges } from './workspace-changes.ts';
import { collectChanges } from './workspace-changes.ts';

/** One piece of work for an agent. */
export interface Errand {
  /** Of the proposal. */
  readonly number: number;
  /** The parent. */
  readonly tree: Hash;
  readonly prompt: string;
}

/** What came of it. */
export interface ErrandResult {
  readonly conversation: Conversation;
  /** Null where there was nobody left to ask. */
  readonly changes: WorkspaceChanges | null;
  readonly aborted: boolean;
  /** Whose limit ended its calls of models, and how; null when none did. */
  readonly exhausted: { readonly by: 'token' | 'run'; readonly message: string } | null;
  /** Null where it calls no model. */
  readonly spent: TokenSpending | null;
}

type Services = ProposerServices & { readonly workspace: ProposerWorkspace };

/**
 * Sends an agent on an errand in a fresh sandbox. When this resolves or throws, nothing of it runs, its token is worth
 * nothing and its files are gone; what it did is in the trajectory.
 *
 * @throws FulcrumError for what is no doing of the agent's: a sandbox that does not start, a door that is not there
 */
export async function runErrand(
  errand: Errand,
  options: AgentOptions,
  adapter: AgentAdapter,
  services: Services,
  signal: AbortSignal,
): Promise<ErrandResult> {
  const access = openAccess(errand, options, services);
  const trajectory = openTrajectory(
    services.runDirectory,
    errand.number,
    [...(services.secrets ?? []), ...(access.token === null ? [] : [access.token.token])],
    services.onAgentEvent ?? (() => undefined),
  );
  let folder: ErrandFolder | null = null;
  let network: OpenNetwork | null = null;
  let servers: OpenServers | null = null;
  try {
    folder = makeErrandFolder(services, services.workspace, errand.tree);
    network = await openNetwork(options, services, folder.network, trajectory);
    servers = await openMcpServers(options, services, folder.network, trajectory);
    const shown = {
      tree: folder.tree,
      socket: network?.socket ?? null,
      servers: servers?.sockets ?? [],
    };
    const work = await workIn(shown, errand, options, adapter, services, access, trajectory, signal);
    const spent = (await access.token?.close()) ?? null;
    return { ...work, exhausted: access.exhausted(), spent };
  } finally {
    await access.token?.close();
    await network?.close();
    await servers?.close();
    trajectory.close();
    folder?.remove();
  }
}

async function workIn(
  shown: Parameters<typeof agentSandboxOrder>[3],
  errand: Errand,
  options: AgentOptions,
  adapter: AgentAdapter,
  services: Services,
  access: Access,
  trajectory: Trajectory,
  signal: AbortSignal,
): Promise<Pick<ErrandResult, 'conversation' | 'changes' | 'aborted'>> {
  const order = agentSandboxOrder(options, adapter.mounts(), services.taskDirectory, shown);
  const sandbox = await launchIsolated(services, order);
  const onAbort = (): void => void sandbox.kill();
  signal.addEventListener('abort', onAbort);
  try {
    if (signal.aborted) return { conversation: { kind: 'lost', reason: '' }, changes: null, aborted: true };
    const { tree, workspace, home } = INSIDE;
    const door = access.token === null ? null : { url: DOOR_INSIDE, token: access.token.token };
    const session = adapter.open({ prompt: errand.prompt, workspace, home, door });
    const way = shown.socket === null ? null : { port: INSIDE.port, socket: INSIDE.socket };
    trajectory.add({ kind: 'started', agent: adapter.kind, argv: session.start.argv });
    const line = runnerLine(sandbox);
    const start = { ...session.start, tree, workspace, home, way };
    const conversation = await converse(line, start, session, options.limits, access.limit, trajectory);
    const changes =
      conversation.kind === 'lost' || signal.aborted ? null : await collectChanges(line, services.workspace);
    if (conversation.kind === 'lost' && !signal.aborted) checkStarted(await sandbox.kill());
    noteEnd(trajectory, conversation, changes);
    return { conversation, changes, aborted: signal.aborted };
  } finally {
    signal.removeEventListener('abort', onAbort);
    await sandbox.kill();
  }
}

const DOOR_INSIDE = `http://127.0.0.1:${INSIDE.port}`;

function noteEnd(trajectory: Trajectory, conversation: Conversation, changes: WorkspaceChanges | null): void {
  if (conversation.kind === 'lost') {
    trajectory.add({ kind: 'ended', how: conversation.reason, stderr: '' });
    return;
  }
  const { end } = conversation;
  const how = end.how === 'exited' ? `exited with ${end.code}` : end.how;
  trajectory.add({ kind: 'ended', how, stderr: end.stderr });
  if (changes === null) return;
  trajectory.add({
    kind: 'outcome',
    outcome:
      changes.kind === 'unusable'
        ? changes.reason
        : `${changes.edits.length} files differ, ${changes.dropped.count} new files are left out: ${changes.dropped.paths.join(', ')}`,
  });
}

/** An agent's way to models. */
interface Access {
  readonly token: IssuedToken | null;
  /** Resolves when it may make no further call; else never. */
  readonly limit: Promise<string>;
  readonly exhausted: () => ErrandResult['exhausted'];
}

function openAccess({ number }: Errand, options: AgentOptions, { models }: Services): Access {
  const limit = Promise.withResolvers<string>();
  let exhausted: ErrandResult['exhausted'] = null;
  if (providersOf(options).length === 0)
    return { token: null, limit: limit.promise, exhausted: () => exhausted };
  if (models?.issue === undefined) throw noDoor();
  const { turns, tokens, money } = options.limits;
  const token = models.issue({
    label: proposalHolder(number),
    ...{ money, tokens, calls: turns },
    onExhausted: (by, message) => {
      exhausted = { by, message };
      limit.resolve(message);
    },
  });
  return { token, limit: limit.promise, exhausted: () => exhausted };
}

async function openNetwork(
  options: AgentOptions,
  { network, models }: Services,
  directory: string,
  trajectory: Trajectory,
): Promise<OpenNetwork | null> {
  const { hosts, privateHosts } = options.network;
  const door = providersOf(options).length === 0 ? null : models!.url;
  if (door === null && hosts.length === 0 && privateHosts.length === 0) return null;
  if (network === undefined) throw new TypeError('an agent was asked although nothing is proposed here');
  return await network.open({
    ...{ directory, hosts, privateHosts, door },
    onConnection: (connection) => trajectory.add({ kind: 'connection', ...connection }),
  });
}

/** The servers of the Model Context Protocol that the agent may use, each behind a socket of its sandbox. */
async function openMcpServers(
  options: AgentOptions,
  services: Services,
  directory: string,
  trajectory: Trajectory,
): Promise<OpenServers | null> {
  const servers = allowedServers(options);
  if (servers.length === 0) return null;
  // The SDK takes its time to load; no agent without servers waits for it.
  const { openServers } = await import('./mcp-servers/open-servers.ts');
  const { taskDirectory, sandboxes } = services;
  return await openServers(servers, {
    ...{ taskDirectory, sandboxes, directory },
    onCall: (call) => trajectory.add({ kind: 'mcp-call', ...call }),
  });
}

function noDoor(): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MODEL_DOOR',
    domain: 'usage',
    what: 'the agent calls models, and there is no metered door to them',
    where: 'proposers.agent.options.providers',
    mend: 'Start the run with `fulcrum run`, which opens it, or give an empty list of providers.',
  });
}
