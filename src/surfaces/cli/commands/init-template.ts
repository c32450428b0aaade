import { basename, dirname } from 'node:path';
import { stringify } from 'yaml';
import type { OwnFunction } from './init-function.ts';
import { answersCases, ANSWERS_ORACLE, COST_ORACLE } from './init-oracles.ts';

/** What judges a user's own function: known answers, or what an answer costs, worked out by the oracle. */
export type OracleKind = 'answers' | 'cost';

/** What `fulcrum init` needs to know of a user's own code. */
export interface OwnTask {
  readonly name: string;
  /** The module to improve, relative to the task. */
  readonly module: string;
  readonly export: string;
  readonly oracle: OracleKind;
}

export interface TemplateFile {
  readonly path: string;
  readonly content: string;
}

/** The files of a task for that function; its oracle is there to be finished by hand. */
export function templateFiles(own: OwnTask, found: OwnFunction): readonly TemplateFile[] {
  const task = { path: 'fulcrum.yaml', content: taskFile(own, found) };
  switch (own.oracle) {
    case 'answers':
      return [
        task,
        { path: 'oracle/oracle.ts', content: ANSWERS_ORACLE },
        { path: 'oracle/cases.json', content: answersCases(found.parameters) },
      ];
    case 'cost':
      return [task, { path: 'oracle/oracle.ts', content: COST_ORACLE }];
  }
}

function taskFile({ name, module, export: exported, oracle }: OwnTask, { kind }: OwnFunction): string {
  const root = dirname(module);
  return stringify({
    name,
    workspace: {
      root,
      editable: [basename(module)],
      ...(root === '.' ? { exclude: ['fulcrum.yaml', 'fulcrum.schema.json', 'oracle/**'] } : {}),
    },
    subject: { kind, module: basename(module), export: exported },
    oracle: { module: 'oracle/oracle.ts', ...(oracle === 'answers' ? { data: ['oracle/*.json'] } : {}) },
    ...JUDGED[oracle],
    proposers: [{ kind: 'mutation' }],
    strategy: { kind: 'evolve' },
    control: { kind: 'random' },
    budget: { evaluations: 2000, wall: '60s' },
    // Mutations of a loop often never end; each costs as long as a question may take.
    sandbox: { question: '1s' },
    seed: 1,
  });
}

/** Known answers are the same in every reading; questions that are drawn are new ones. */
const JUDGED = {
  answers: {
    objective: { metric: 'error', slice: 'cases', direction: 'minimize', target: 0 },
    slices: {
      visible: ['cases'],
      heldOut: [{ name: 'unseen', metric: 'error', tolerance: 0, items: 'fixed' }],
    },
  },
  cost: {
    objective: { metric: 'cost', slice: 'drawn', direction: 'minimize' },
    slices: { visible: ['drawn'], heldOut: [{ name: 'unseen', metric: 'cost', tolerance: 0 }] },
  },
} satisfies { readonly [kind in OracleKind]: object };
