import { spawnSync } from 'node:child_process';
import { arch, platform, release } from 'node:os';
import type { Environment } from '../kernel/attestation.ts';
import type { SubjectSource } from '../kernel/task.ts';

/** Programs that candidates of a kind may run on, beside Node. */
const TOOLS: { readonly [kind in SubjectSource['kind']]: readonly string[] } = {
  node: [],
  python: ['python3'],
  command: ['python3', 'gcc'],
  artifact: ['python3', 'gcc'],
  files: ['python3', 'gcc'],
};

/** What judgements on this machine are made with: versions, no names of machines or people. */
export function environmentFacts(subject: SubjectSource, fulcrum: string): Environment {
  const tools = TOOLS[subject.kind].map((tool) => [tool, versionOf(tool)] as const);
  return {
    fulcrum,
    node: process.version,
    system: `${platform()} ${arch()}`,
    kernel: release(),
    ...Object.fromEntries(tools),
  };
}

/** The first line a program says of its version; only those below /usr can be seen in a sandbox. */
function versionOf(tool: string): string {
  const { stdout, error } = spawnSync(`/usr/bin/${tool}`, ['--version'], { encoding: 'utf8', timeout: 5000 });
  return error === undefined ? stdout.split('\n')[0]!.trim() : 'none';
}
