import type { Json } from '../kernel/json.ts';
import type { SubjectSource } from '../kernel/task.ts';
import { pathMatcher } from '../workspace/paths.ts';
import type { CascadeInputs, Questioned } from './cascade.ts';
import { runCascade } from './cascade.ts';
import { collectedArtifact } from './collected-artifact.ts';
import type { Oracle } from './define.ts';
import type { NamedChecks } from './messages.ts';
import { readPlain, writePlain } from './subject/plain-data.ts';

interface Idler {
  readonly name: string;
  readonly answer: (args: readonly Json[]) => Json;
}

/** Candidates that do nothing. They are ours and answer in the oracle's own process. */
const IDLERS: readonly Idler[] = [
  { name: 'null', answer: () => null },
  { name: 'zero', answer: () => 0 },
  { name: 'empty text', answer: () => '' },
  { name: 'empty list', answer: () => [] },
  { name: 'empty object', answer: () => ({}) },
  { name: 'true', answer: () => true },
  { name: 'echo', answer: (args) => args[0] ?? null },
];

/** The verdicts of an oracle on candidates that do nothing. */
export async function probeWithIdlers(
  oracle: Oracle,
  source: SubjectSource,
  inputs: CascadeInputs,
): Promise<readonly NamedChecks[]> {
  const results: NamedChecks[] = [];
  for (const idler of IDLERS) {
    const questioned = idleSubject(source, idler);
    if (questioned !== null)
      results.push({ name: idler.name, checks: await runCascade(oracle, questioned, inputs) });
  }
  return results;
}

/** The idler as a subject of this kind; null where it cannot be one. */
function idleSubject(source: SubjectSource, { answer }: Idler): Questioned | null {
  switch (source.kind) {
    case 'node':
    case 'python':
      return answering(answer);
    case 'command':
      return answering((args) => {
        const value = answer(args);
        return { exitCode: 0, stdout: source.output === 'json' ? value : textOf(value), stderr: '' };
      });
    case 'files':
      // Nobody answers, so nobody can answer idly.
      return null;
    case 'artifact':
      return leaving(source.files, textOf(answer([])));
  }
}

function answering(answer: Idler['answer']): Questioned {
  return {
    call: async (payload) => ({
      kind: 'value',
      payload: writePlain(answer(readPlain(payload) as readonly Json[])),
    }),
    load: async () => null,
    settle: async () => null,
    artifact: () => null,
  };
}

/** Leaves this text in a file for each glob; null where no plain name matches one. */
function leaving(globs: readonly string[], text: string): Questioned | null {
  const paths = globs.map((glob) => glob.replaceAll('**/', '').replaceAll(/[*?]+/g, '0'));
  if (!paths.every((path, index) => pathMatcher([globs[index]!])(path))) return null;
  const bytes = new TextEncoder().encode(text);
  const files = [...new Set(paths)].map((path) => ({ path, bytes, executable: false }));
  const artifact = collectedArtifact(
    { kind: 'ran', exitCode: 0, stdout: '', stderr: '', reportBytes: 0 },
    files,
  );
  return {
    call: () => Promise.reject(new TypeError('an artifact answers no questions')),
    load: async () => null,
    settle: async () => null,
    artifact: () => artifact,
  };
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
