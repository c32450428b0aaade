import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Hash } from '../../src/kernel/candidate.ts';
import type { SandboxLauncher } from '../../src/kernel/contracts/sandbox.ts';
import type { BlobStore } from '../../src/kernel/contracts/store.ts';
import { materialise } from '../../src/workspace/materialise.ts';
import { harnessCommand } from './corpus.ts';
import type { Language } from './schema.ts';

const SECONDS = 12;
const MEBIBYTE = 2 ** 20;

export interface NaiveOrder {
  /** Absolute path of `redteam/`. */
  readonly root: string;
  readonly harness: string;
  readonly problem: string;
  readonly language: Language;
  /** The candidate's files, whatever the task says of protected paths: a naive harness protects none. */
  readonly tree: Hash;
}

export interface NaiveVerdict {
  readonly accepted: boolean;
  /** What the harness printed as its verdict, or how it ended without one. */
  readonly detail: string;
}

export interface NaiveHost {
  readonly launcher: Pick<SandboxLauncher, 'launch'>;
  readonly store: BlobStore;
  /** Folder for the candidates' files. */
  readonly scratch: string;
}

/**
 * Runs a naive harness, the candidate with it, in one sandbox: the exploit may do there what it likes, to the harness and
 * not to this machine. The harness's word is the last line `verdict <nonce> <JSON>` of its output.
 */
export async function askNaiveHarness(host: NaiveHost, order: NaiveOrder): Promise<NaiveVerdict> {
  const nonce = randomBytes(6).toString('hex');
  const candidate = join(host.scratch, `naive-${nonce}`);
  materialise(host.store, order.tree, candidate);
  const mount = (inside: string, ...path: readonly string[]) => ({ host: join(order.root, ...path), inside });
  const sandbox = await host.launcher.launch({
    mounts: [
      { host: process.execPath, inside: '/redteam/bin/node' },
      { host: candidate, inside: '/redteam/candidate' },
      mount('/redteam/start.sh', 'harnesses', 'start.sh'),
      mount('/redteam/harness', 'harnesses', order.harness),
      mount('/redteam/problem', 'problems', order.problem, order.language, 'naive'),
    ],
    command: ['/bin/sh', '/redteam/start.sh', ...harnessCommand(order.language), nonce],
    environment: { TZ: 'UTC' },
    memoryBytes: 512 * MEBIBYTE,
    processes: 64,
    temporaryBytes: 32 * MEBIBYTE,
    outputBytes: MEBIBYTE,
  });
  const timer = setTimeout(() => void sandbox.kill(), SECONDS * 1000);
  const { stdout, stderr, cause, code } = await sandbox.exited;
  clearTimeout(timer);
  rmSync(candidate, { recursive: true, force: true });
  const line = stdout.split('\n').findLast((text) => text.startsWith(`verdict ${nonce} `));
  if (line === undefined)
    return { accepted: false, detail: `no verdict (${cause} ${code}) ${stderr.slice(-300)}` };
  return readVerdict(line.slice(`verdict ${nonce} `.length));
}

/** A harness may print NaN and Infinity, as Python does, which JSON lacks: only the one field is looked for. */
function readVerdict(text: string): NaiveVerdict {
  return { accepted: /"accepted": ?true\b/.test(text), detail: text.slice(0, 200) };
}
