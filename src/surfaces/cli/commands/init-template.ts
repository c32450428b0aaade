import { basename, dirname } from 'node:path';
import { stringify } from 'yaml';

/** What `fulcrum init` needs to know of a user's own code. */
export interface OwnTask {
  readonly name: string;
  /** The module to improve, relative to the task. */
  readonly module: string;
  readonly export: string;
}

/** The files of a task whose oracle compares answers with known ones, half of them held out. */
export function templateFiles(own: OwnTask): readonly { readonly path: string; readonly content: string }[] {
  return [
    { path: 'fulcrum.yaml', content: taskFile(own) },
    { path: 'oracle/oracle.ts', content: ORACLE },
    { path: 'oracle/cases.json', content: CASES },
  ];
}

function taskFile({ name, module, export: exported }: OwnTask): string {
  const root = dirname(module);
  return stringify({
    name,
    workspace: {
      root,
      editable: [basename(module)],
      ...(root === '.' ? { exclude: ['fulcrum.yaml', 'fulcrum.schema.json', 'oracle/**'] } : {}),
    },
    subject: { kind: 'node', module: basename(module), export: exported },
    oracle: { module: 'oracle/oracle.ts', data: ['oracle/*.json'] },
    objective: { metric: 'error', slice: 'cases', direction: 'minimize', target: 0 },
    slices: { visible: ['cases'], heldOut: [{ name: 'unseen', metric: 'error', tolerance: 0 }] },
    proposers: [{ kind: 'mutation' }],
    strategy: { kind: 'evolve' },
    control: { kind: 'random' },
    budget: { evaluations: 2000, wall: '60s' },
    seed: 1,
  });
}

const CASES = `[
  { "arguments": [0], "expected": 0 },
  { "arguments": [1], "expected": 1 }
]
`;

const ORACLE = `import { readFileSync } from 'node:fs';
import type { CheckContext, CheckOutcome } from 'fulcrum';
import { defineOracle } from 'fulcrum';

/** What the function must answer. Write at least a dozen: every second one is held out of the search. */
interface Case {
  readonly arguments: readonly number[];
  readonly expected: number;
}

const cases = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8')) as readonly Case[];

/** The mean distance from the expected answers, measured here: the candidate only answers. */
function distance(chosen: readonly Case[]) {
  return async ({ subject }: CheckContext): Promise<CheckOutcome> => {
    if (chosen.length === 0) throw new Error('oracle/cases.json holds too few cases');
    let total = 0;
    for (const { arguments: parameters, expected } of chosen) {
      const answer = await subject.ask(...parameters);
      if (answer.kind === 'threw') return { status: 'fail', reason: 'it throws' };
      if (typeof answer.value !== 'number' || !Number.isFinite(answer.value)) {
        return { status: 'fail', reason: 'an answer is not a finite number' };
      }
      total += Math.abs(answer.value - expected);
    }
    return { status: 'pass', metrics: { error: total / chosen.length } };
  };
}

export default defineOracle({
  checks: [
    { name: 'known answers', slice: 'cases', visibility: 'visible', run: distance(cases.filter((_, at) => at % 2 === 0)) },
    { name: 'unseen answers', slice: 'unseen', visibility: 'held-out', run: distance(cases.filter((_, at) => at % 2 === 1)) },
  ],
});
`;
