import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Judge, JudgeReply, JudgeRequest } from '../../kernel/contracts/judge.ts';
import type { BlobStore } from '../../kernel/contracts/store.ts';
import type { SandboxLimits, Slices, Task } from '../../kernel/task.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { buildTree } from '../../workspace/tree.ts';
import type { JudgeOptions } from '../judge.ts';
import { startJudge } from '../judge.ts';

/** An oracle process and candidates in a folder of their own, for tests. */
export interface JudgeFixture {
  readonly judge: Judge;
  /** Folder of the task and, in `scratch`, of the candidates' files. */
  readonly directory: string;
  /** Judges a candidate whose `candidate.ts` has this text. */
  readonly ask: (source: string, order?: Partial<JudgeRequest>) => Promise<JudgeReply>;
  /** Judges a candidate that consists of these files. */
  readonly askFiles: (
    files: { readonly [path: string]: string },
    order?: Partial<JudgeRequest>,
  ) => Promise<JudgeReply>;
  readonly close: () => Promise<void>;
}

export interface FixtureOptions {
  readonly launcher: LauncherHandle;
  /** Text of the oracle module. */
  readonly oracle: string;
  /** Name of its file; `oracle.ts` when left out. */
  readonly oracleFile?: string;
  readonly files?: { readonly [name: string]: string };
  /** Files beside the oracle module, by name. */
  readonly taskFiles?: { readonly [name: string]: string };
  /** Files of the unmodified workspace; `files` when left out. */
  readonly baseline?: { readonly [path: string]: string };
  readonly limits?: Partial<SandboxLimits>;
  readonly slices?: Slices;
  readonly judge?: Partial<JudgeOptions>;
  readonly task?: Partial<Task>;
}

const LIMITS: SandboxLimits = {
  memoryBytes: 512 * 2 ** 20,
  processes: 32,
  temporaryBytes: 16 * 2 ** 20,
  outputBytes: 64 * 1024,
  answerBytes: 64 * 1024,
  questionSeconds: 5,
  judgementSeconds: 10,
  screeningBatch: 100,
};

export async function openJudge(options: FixtureOptions): Promise<JudgeFixture> {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-judge-test-'));
  chmodSync(directory, 0o755);
  writeFileSync(join(directory, options.oracleFile ?? 'oracle.ts'), options.oracle);
  for (const [name, text] of Object.entries(options.taskFiles ?? {}))
    writeFileSync(join(directory, name), text);
  const store = memoryStore();
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  let judge: Judge;
  try {
    judge = await startJudge({
      task: {
        ...taskWith({ ...LIMITS, ...options.limits }, options.slices ?? { visible: ['train'], heldOut: [] }),
        ...options.task,
      },
      taskDirectory: directory,
      store,
      baseline: treeOf(store, options.baseline ?? options.files ?? { 'candidate.ts': '' }),
      launcher: options.launcher,
      oracleSeed: 'seed',
      workers: 1,
      scratch: join(directory, 'scratch'),
      oracleSeconds: 5,
      ...options.judge,
    });
  } catch (error) {
    remove();
    throw error;
  }
  const askFiles: JudgeFixture['askFiles'] = (files, order) => {
    const { signal } = new AbortController();
    const candidate = { number: 1, tree: treeOf(store, files) };
    return judge.judge({ candidate, mode: 'fresh', inputs: 'screening', scope: 'all', signal, ...order });
  };
  return {
    judge,
    directory,
    ask: (source, order) => askFiles({ ...options.files, 'candidate.ts': source }, order),
    askFiles,
    close: async () => {
      await judge.close();
      remove();
    },
  };
}

export function treeOf(store: BlobStore, files: { readonly [path: string]: string }): string {
  const put = (text: string): string => store.put(new TextEncoder().encode(text));
  const entries = Object.entries(files).map(([path, text]) => ({ path, hash: put(text), executable: false }));
  return buildTree(store, entries)!;
}

export function memoryStore(): BlobStore {
  const blobs = new Map<string, Uint8Array>();
  return {
    put: (bytes) => {
      const hash = createHash('sha256').update(bytes).digest('hex');
      blobs.set(hash, bytes);
      return hash;
    },
    get: (hash) => blobs.get(hash)!,
  };
}

function taskWith(sandbox: SandboxLimits, slices: Slices): Task {
  return {
    name: 'test',
    description: '',
    workspace: { root: '.', commit: null, editable: ['**'], exclude: [], maximumFileBytes: 1e6 },
    build: null,
    subject: { kind: 'node', module: 'candidate.ts', export: 'answer' },
    oracle: { module: 'oracle.ts', data: [] },
    objectives: [
      { metric: 'score', slice: 'train', direction: 'maximize', unit: '', target: null, required: null },
    ],
    slices,
    proposers: [],
    strategy: { kind: 'hill-climb', options: {} },
    control: null,
    acceptance: { rule: 'exact', minimumGain: 0, simplicity: true },
    budget: { evaluations: 1, wallSeconds: null, work: null, money: null },
    sandbox,
    seed: 'run',
    pipeline: 1,
  };
}
