import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { createRandom, deriveSeed } from '../../src/kernel/random.ts';
import type { DefinedTask } from '../../src/task/define-task.ts';
import { defineTask } from '../../src/task/define-task.ts';
import { packageDirectory, packageNamed } from './oracle/packages.ts';
import { recordSuite } from './oracle/recorded-suite.ts';

export interface SelfPlayArm {
  readonly package: string;
  /** Share of the package's tests that say what a repair has to do; the others are withheld. */
  readonly share: number;
  readonly seed: string;
  readonly evaluations: number;
  /** Attempts on one bug, and proposals of one attempt. */
  readonly attempts: number;
  readonly tries: number;
}

const ANSWER = 'self-play-repair/workspace';

/** The game over one package, its folder made in `directory`. */
export function selfPlayTask(arm: SelfPlayArm, directory: string): DefinedTask {
  const subject = packageNamed(arm.package);
  const workspace = join(directory, 'workspace');
  mkdirSync(workspace, { recursive: true });
  const examples = dirname(import.meta.dirname);
  for (const part of [ANSWER, 'repair/workspace/describe.ts'])
    cpSync(join(examples, part), join(workspace, part), { recursive: true });
  cpSync(packageDirectory(subject), join(workspace, ANSWER, 'package'), {
    recursive: true,
    filter: (source) =>
      !['test', 'spec', 'types', 'benchmark', '.github'].some((folder) => source.endsWith(`/${folder}`)),
  });
  const oracle = relative(directory, join(import.meta.dirname, 'oracle'));
  const specification = JSON.stringify([arm.package, drawSpecification(arm)]).slice(1, -1);
  writeFileSync(
    join(directory, 'oracle.ts'),
    `import { selfPlayOracle } from '${oracle}/self-play-oracle.ts';\nexport default selfPlayOracle(${specification});\n`,
  );
  return defineTask(
    {
      name: `self-play over ${arm.package}`,
      workspace: { editable: subject.editable.map((file) => `${ANSWER}/package/${file}`) },
      subject: { kind: 'node', module: `${ANSWER}/answer.ts`, export: 'answer' },
      oracle: {
        module: 'oracle.ts',
        data: [`${oracle}/*.ts`, `${relative(directory, examples)}/${ANSWER}/*.ts`],
      },
      objective: { metric: 'failed', slice: 'tests', direction: 'minimize' },
      slices: {
        visible: ['tests'],
        heldOut: [
          { name: 'withheld', metric: 'failed', tolerance: 0 },
          { name: 'differential', metric: 'different', tolerance: 0 },
        ],
      },
      proposers: [MUTATION],
      strategy: {
        kind: 'self-play',
        valid: { slice: 'tests', metric: 'valid' },
        attempts: arm.attempts,
        tries: arm.tries,
        open: 4,
        inject: 0.05,
      },
      // Nothing is better than the original: what the game yields are bugs and repairs, not a winner.
      acceptance: { simplicity: false },
      budget: { evaluations: arm.evaluations },
      sandbox: { question: '1s', judgement: '10s', answer: '2MiB' },
      seed: arm.seed,
      pipeline: 16,
    },
    directory,
  );
}

/** Both roles make single changes of untyped code. */
const MUTATION = {
  kind: 'mutation',
  maximumBytes: 65_536,
  furtherMutation: 0,
  operators: ['operator-flip', 'condition-negate', 'expression-borrow', 'constant-jitter'],
};

function drawSpecification({ package: name, share, seed }: SelfPlayArm): readonly string[] {
  const left = recordSuite(packageNamed(name)).tests.map((test) => test.name);
  const random = createRandom(deriveSeed(seed, 'specification', name));
  const count = Math.max(1, Math.round(share * left.length));
  return Array.from({ length: count }, () => left.splice(random.below(left.length), 1)[0]!);
}
