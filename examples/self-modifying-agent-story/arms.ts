import type { StrategySource, Task } from '../../src/kernel/task.ts';
import type { DefinedTask } from '../../src/task/define-task.ts';
import { overrideTask } from '../../src/surfaces/started-task.ts';

/** One way to search for better agents. */
export interface Arm {
  readonly name: string;
  /** What the arm stands for. */
  readonly about: string;
  readonly strategy: StrategySource;
  /** Whose editor makes the children: the parent's own, or the one all lineages began with. */
  readonly editor: 'own' | 'fixed';
}

/** Scores are shares already. */
const SCALE = { zero: 0, one: 1 };
const HYPERAGENTS = { kind: 'hyperagents', options: { scale: SCALE } };

export const ARMS: readonly Arm[] = [
  {
    name: 'dgm',
    about: 'Darwin Gödel Machine: archive, parents by score and few children',
    strategy: { kind: 'archive', options: { scale: SCALE } },
    editor: 'own',
  },
  {
    name: 'hyperagents',
    about: 'the same with the parent weights of HyperAgents',
    strategy: HYPERAGENTS,
    editor: 'own',
  },
  {
    name: 'hgm',
    about: 'Huxley-Gödel Machine: clades, measuring counts as evaluations',
    strategy: { kind: 'clade', options: { scale: SCALE } },
    editor: 'own',
  },
  {
    name: 'sica',
    about: 'newest that is not worse beyond the noise',
    strategy: { kind: 'sica', options: {} },
    editor: 'own',
  },
  {
    name: 'fixed editor',
    about: 'hyperagents, no part of the editor changes',
    strategy: HYPERAGENTS,
    editor: 'fixed',
  },
  {
    name: 'random parent',
    about: 'any agent that ever passed, each as likely',
    strategy: {
      kind: 'evolve',
      options: {
        islands: 1,
        islandSize: 1000,
        initial: 0,
        fresh: 0,
        tournament: 1,
        crossover: 0,
        sameScore: 1000,
      },
    },
    editor: 'own',
  },
  { name: 'greedy', about: 'the best so far', strategy: { kind: 'greedy', options: {} }, editor: 'own' },
  {
    name: 'initial only',
    about: 'every child is one of the first agent',
    strategy: { kind: 'random', options: { intent: 'vary' } },
    editor: 'own',
  },
];

/** The example's task as this arm runs it. */
export function taskOf(
  example: DefinedTask,
  arm: Arm,
  seed: string,
  evaluations: number,
  points: 400 | 3000,
): DefinedTask {
  const { task, directory } = overrideTask(example, {
    seed,
    strategy: arm.strategy,
    budget: { evaluations, wallSeconds: null },
  });
  const module = points === 400 ? 'oracle/oracle.ts' : 'oracle/oracle-3000.ts';
  const oracle = { ...task.oracle, module } as Task['oracle'];
  return {
    directory,
    task: Object.freeze({ ...task, oracle, ...(arm.editor === 'own' ? {} : fixed(task)) }),
  };
}

/** Without its editor among the files to change, and with that editor for all. */
function fixed({ workspace, proposers }: Task): Pick<Task, 'workspace' | 'proposers'> {
  const editable = workspace.editable.filter((path) => path !== 'editor.ts');
  const [command] = proposers;
  const argv = [...(command!.options['argv'] as readonly string[]).slice(0, -1), 'fixed'];
  return {
    workspace: { ...workspace, editable },
    proposers: [{ ...command!, options: { ...command!.options, argv } }],
  };
}
