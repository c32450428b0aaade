/** What the benches of judging share: a real launcher, oracle processes and candidates of one small function. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Judge, JudgeReply } from '../src/kernel/contracts/judge.ts';
import type { BlobStore } from '../src/kernel/contracts/store.ts';
import { memoryStore } from '../src/workspace/memory-store.ts';
import type { JudgeMode } from '../src/kernel/verdict.ts';
import { startJudge } from '../src/oracle/judge.ts';
import { startLauncher } from '../src/sandbox/launcher.ts';
import { defineTask } from '../src/task/define-task.ts';
import { buildTree } from '../src/workspace/tree.ts';

/** Questions of one judgement. */
export const QUESTIONS = 10;

const ORACLE = `import { defineOracle } from 'fulcrum';
export default defineOracle({ checks: [{
  name: 'double', slice: 'known', visibility: 'visible',
  run: async ({ subject }) => {
    let error = 0;
    for (let question = 0; question < ${QUESTIONS}; question += 1) {
      const answer = await subject.ask(question);
      if (answer.kind === 'threw') return { status: 'fail', reason: answer.message };
      error += Math.abs(answer.value - 2 * question);
    }
    return { status: 'pass', metrics: { error } };
  },
}] });
`;

export interface JudgingBench {
  /** Judges a candidate that nobody has seen before. */
  readonly judge: (mode: JudgeMode) => Promise<JudgeReply>;
  readonly close: () => Promise<void>;
}

/** A check of the library, as a task file names it. */
type FurtherCheck = Extract<
  Parameters<typeof defineTask>[0]['oracle'],
  { checks: unknown }
>['checks'][number];

export type Language = 'node' | 'python';

/** Name and text of candidate number n: one small function, each a little different. */
export function candidateFile(
  language: Language,
  number: number,
): { readonly path: string; readonly text: string } {
  switch (language) {
    case 'node':
      return {
        path: 'double.mjs',
        text: `export function double(input) {\n  return input + input + 0 * ${number};\n}\n`,
      };
    case 'python':
      return { path: 'double.py', text: `def double(input):\n    return input + input + 0 * ${number}\n` };
  }
}

export async function openJudging(
  workers: number,
  language: Language = 'node',
  store: BlobStore = memoryStore(),
  furtherChecks: readonly FurtherCheck[] = [],
): Promise<JudgingBench> {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-bench-'));
  writeFileSync(join(directory, 'oracle.ts'), ORACLE);
  const { path: module } = candidateFile(language, 0);
  const { task } = defineTask(
    {
      name: 'bench',
      workspace: { editable: [module] },
      subject: { kind: language, module, export: 'double' },
      oracle: { checks: [{ kind: 'module', module: 'oracle.ts' }, ...furtherChecks] },
      objective: { metric: 'error', slice: 'known', direction: 'minimize' },
      slices: { visible: ['known'] },
      budget: { evaluations: 1 },
    },
    directory,
  );
  const treeOf = (number: number): string => {
    const { path, text } = candidateFile(language, number);
    const hash = store.put(new TextEncoder().encode(text));
    return buildTree(store, [{ path, hash, executable: false }])!;
  };
  const launcher = await startLauncher({ isolation: 'required' });
  const judge: Judge = await startJudge({
    task,
    taskDirectory: directory,
    store,
    baseline: treeOf(0),
    launcher,
    oracleSeed: 'bench',
    workers,
    scratch: launcher.scratch,
  });
  const { signal } = new AbortController();
  let number = 0;
  return {
    judge: async (mode) => {
      number += 1;
      const candidate = { number, tree: treeOf(number) };
      const reply = await judge.judge({ candidate, mode, inputs: 'bench', scope: 'all', signal });
      if (reply.verdict.status !== 'pass') throw new Error(JSON.stringify(reply.verdict));
      return reply;
    },
    close: async () => {
      await judge.close();
      await launcher.close();
      rmSync(directory, { recursive: true });
    },
  };
}
