import { extname, join, resolve } from 'node:path';
import type { Sandbox, SandboxExit, SandboxOrder } from '../../kernel/contracts/sandbox.ts';
import { FulcrumError } from '../../kernel/errors.ts';
import { NODE_INSIDE, pathInside, TOOLS_INSIDE } from '../inside-paths.ts';
import { checkShown, sandboxLost } from '../sandbox-faults.ts';
import type { ProposerServices } from '../services.ts';
import type { AgentAdapter, AgentMount } from './adapter.ts';
import type { AgentOptions } from './options.ts';

/** Where an agent finds things in its sandbox. */
export const INSIDE = {
  tree: '/fulcrum/tree',
  socket: '/fulcrum/network',
  workspace: '/scratch/workspace',
  home: '/scratch/home',
  /** On the loopback address: the metered door, and the proxy to the hosts it may reach. */
  port: 8765,
} as const;

const RUNNER_FOLDER = 'in-sandbox';
const RUNNER = '/fulcrum/runner';
const LEFT_PROCESSES = 16;

/** The sandbox of one errand: the agent, its parent's files read-only, and one socket out where it may use the network. */
export function agentSandboxOrder(
  { programs, limits }: Pick<AgentOptions, 'programs' | 'limits'>,
  adapterMounts: readonly AgentMount[],
  taskDirectory: string,
  shown: {
    readonly tree: string;
    readonly socket: string | null;
    /** Of MCP servers. */
    readonly servers: NonNullable<SandboxOrder['sockets']>;
  },
): SandboxOrder {
  const { memoryBytes, processes, temporaryBytes, openFiles } = limits;
  const own = Object.entries(programs).map(([name, path]) => {
    const host = resolve(taskDirectory, path);
    checkProgram(host);
    return { host, inside: `${TOOLS_INSIDE}/${name}` };
  });
  const runner = join(import.meta.dirname, RUNNER_FOLDER);
  return {
    mounts: [
      { host: process.execPath, inside: NODE_INSIDE },
      { host: runner, inside: RUNNER },
      { host: shown.tree, inside: INSIDE.tree },
      ...own,
      ...adapterMounts,
    ],
    sockets: [
      ...(shown.socket === null ? [] : [{ host: shown.socket, inside: INSIDE.socket }]),
      ...shown.servers,
    ],
    command: [NODE_INSIDE, '--no-warnings', `${RUNNER}/agent-runner${extname(import.meta.filename)}`],
    environment: {
      PATH: pathInside(TOOLS_INSIDE),
      HOME: INSIDE.home,
      TZ: 'UTC',
      ...(shown.socket === null ? {} : proxyVariables()),
    },
    ...{ memoryBytes, temporaryBytes, openFiles },
    processes: processes + LEFT_PROCESSES,
    // Only the runner's own complaints come here.
    outputBytes: 64 * 1024,
  };
}

/** As programs of all sorts read them. */
function proxyVariables(): { readonly [name: string]: string } {
  const proxy = `http://127.0.0.1:${INSIDE.port}`;
  const none = '127.0.0.1,localhost';
  return {
    ...{ HTTP_PROXY: proxy, http_proxy: proxy, HTTPS_PROXY: proxy, https_proxy: proxy },
    ...{ NO_PROXY: none, no_proxy: none },
    // Node's own client looks at them only when told so.
    NODE_USE_ENV_PROXY: '1',
  };
}

/** @throws FulcrumError `FULCRUM_E_AGENT_UNSANDBOXED` where nothing isolates it, and the sandbox is ended */
export async function launchIsolated(
  { sandboxes }: Pick<ProposerServices, 'sandboxes'>,
  order: SandboxOrder,
): Promise<Sandbox> {
  const sandbox = await sandboxes.launch(order);
  if (sandbox.stamp.level !== 'none') return sandbox;
  await sandbox.kill();
  throw new FulcrumError({
    code: 'FULCRUM_E_AGENT_UNSANDBOXED',
    domain: 'usage',
    what: 'an agent works only in a sandbox, and this run has none',
    where: 'proposers.agent',
    mend: 'Run without --unsafe-no-sandbox, or propose with `command` and `host: true`.',
  });
}

/** @throws FulcrumError `FULCRUM_E_SANDBOX_LOST` when the sandbox ended before the agent could be started */
export function checkStarted(exit: SandboxExit): void {
  if (exit.cause === 'failed-to-start') throw sandboxLost('agent', exit);
}

function checkProgram(path: string): void {
  checkShown(path, 'agent', 'programs');
}

/** Looks for everything the agent needs. @throws FulcrumError naming what is missing */
export function checkInstalled(
  { programs }: Pick<AgentOptions, 'programs'>,
  adapter: Pick<AgentAdapter, 'mounts'>,
  taskDirectory: string,
): void {
  for (const path of Object.values(programs)) checkProgram(resolve(taskDirectory, path));
  adapter.mounts();
}
