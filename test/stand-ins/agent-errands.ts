import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Proposal } from '../../src/kernel/contracts/proposer.ts';
import type { JsonObject } from '../../src/kernel/json.ts';
import { openNetwork } from '../../src/network/open-network.ts';
import { createAgentProposer } from '../../src/proposers/agent/agent-proposer.ts';
import type { TrajectoryEvent } from '../../src/proposers/agent/trajectory.ts';
import type { ProposerServices } from '../../src/proposers/services.ts';
import { requestFor } from '../../src/proposers/testing/request.ts';
import type { LauncherHandle } from '../../src/sandbox/launcher.ts';
import { memoryStore } from '../../src/workspace/memory-store.ts';
import { pathMatcher } from '../../src/workspace/paths.ts';
import { buildTree } from '../../src/workspace/tree.ts';

/** What every parent of these tests holds; only `*.ts` and what lies below `lib` may be changed. */
export const FILES = {
  'double.ts': 'export const double = (input: number): number => input * 1.5;\n',
  'lib/helper.ts': 'export const helper = 1;\n',
  'package.json': '{"type":"module"}\n',
  'lib/data.bin': 'protected? no: below lib\n',
};
/** What stands at the head of programs that play an agent. */
export const PROGRAM_HEAD = `
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
const improve = () => writeFileSync('double.ts', readFileSync('double.ts', 'utf8').replace('1.5', '2'));
`;
/** What `improve` comes to. */
export const IMPROVED = {
  path: 'double.ts',
  content: 'export const double = (input: number): number => input * 2;\n',
};
const EDITABLE = ['*.ts', 'lib/**'];
const LIMIT = 100_000;

export interface Sent {
  readonly proposal: Proposal;
  readonly events: readonly TrajectoryEvent[];
  /** The trajectory as it was written. */
  readonly written: string;
}

export interface Errands {
  /** Folder of the task: programs are written here. */
  readonly directory: string;
  readonly runDirectory: string;
  /** Sends a program of JavaScript on an errand. */
  readonly send: (
    program: string,
    options?: JsonObject,
    more?: Partial<ProposerServices>,
    signal?: AbortSignal,
  ) => Promise<Sent>;
}

/** Real errands in real sandboxes of a launcher, for candidates that hold `FILES`. */
export function openErrands(launcher: LauncherHandle): Errands {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-agent-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const runDirectory = join(directory, 'run');
  mkdirSync(runDirectory);
  const store = memoryStore();
  const tree = buildTree(
    store,
    Object.entries(FILES).map(([path, text]) => {
      return { path, hash: store.put(new TextEncoder().encode(text)), executable: false };
    }),
  )!;
  let count = 0;
  return {
    directory,
    runDirectory,
    send: async (program, options = {}, more = {}, signal = new AbortController().signal) => {
      count += 1;
      const name = `agent-${count}.mjs`;
      writeFileSync(join(directory, name), program);
      const events: TrajectoryEvent[] = [];
      const services: ProposerServices = {
        taskDirectory: directory,
        runDirectory,
        goal: 'answer with twice the input',
        models: null,
        sandboxes: { launch: launcher.launch, scratch: () => launcher.scratch },
        workspace: {
          store,
          editable: pathMatcher(EDITABLE),
          editableGlobs: EDITABLE,
          maximumFileBytes: LIMIT,
        },
        network: { open: openNetwork },
        onAgentEvent: (_number, _milliseconds, event) => events.push(event),
        ...more,
      };
      const given = {
        agent: 'program',
        argv: ['node', `/fulcrum/tools/${name}`],
        programs: { [name]: name },
        ...options,
      };
      const proposer = createAgentProposer(given, services);
      await proposer.prepare!();
      const asked = requestFor(FILES, { number: count, signal });
      const [parent] = asked.parents;
      const candidate = { ...parent!.candidate, tree };
      const request = { ...asked, parents: [{ ...parent!, candidate }], state: proposer.start() };
      const proposal = await proposer.propose(request);
      const written = readFileSync(join(runDirectory, 'agents', `${count}.jsonl`), 'utf8');
      return { proposal, events, written };
    },
  };
}
