import type { Candidate } from '../candidate.ts';
import type { Decision, DecisionKind } from '../decision.ts';
import type { Objective } from '../objective.ts';
import type { Task } from '../task.ts';
import type { CheckResult, SandboxStamp, Verdict } from '../verdict.ts';

/** Valid words of every kind with a few fields of one's own, for tests. */

export const STAMP: SandboxStamp = { level: 1, mechanism: 'bubblewrap 0.8.0', profile: 'ab'.repeat(32) };

export const OBJECTIVE: Objective = {
  metric: 'cost',
  slice: 'train',
  direction: 'minimize',
  unit: 'ms',
  target: null,
  required: null,
};

export function candidateWith(fields: Partial<Candidate> & { readonly number: number }): Candidate {
  const { number } = fields;
  return {
    tree: number.toString(16).padStart(64, '0'),
    parents: number === 0 ? [] : [0],
    provenance: { proposer: 'mutation', operator: 'constant-jitter', summary: `change ${number}` },
    size: 100,
    ...fields,
  };
}

export function checkWith(fields: Partial<CheckResult>): CheckResult {
  return {
    check: 'cost',
    slice: 'train',
    visibility: 'visible',
    grade: 'separate-process',
    status: 'pass',
    metrics: {},
    reason: null,
    evidence: null,
    questions: 1,
    transcript: 'cd'.repeat(32),
    ...fields,
  };
}

export function verdictWith(fields: Partial<Verdict>): Verdict {
  return {
    status: 'pass',
    mode: 'fresh',
    inputs: 'screening',
    checks: [],
    reason: null,
    sandbox: STAMP,
    ...fields,
  };
}

export function decisionWith(kind: DecisionKind): Decision {
  return { kind, rule: 'exact', reason: `because: ${kind}`, comparisons: [] };
}

export function taskWith(fields: Partial<Task>): Task {
  return {
    name: 'example',
    description: '',
    workspace: { root: 'workspace', commit: null, editable: ['*.ts'], exclude: [], maximumFileBytes: 1000 },
    build: null,
    subject: { kind: 'node', module: 'candidate.ts', export: 'default' },
    oracle: { module: 'oracle.ts', data: [] },
    objectives: [OBJECTIVE],
    slices: { visible: ['train'], heldOut: [] },
    proposers: [{ kind: 'mutation', weight: 1, options: {} }],
    strategy: { kind: 'evolve', options: {} },
    control: null,
    acceptance: { rule: 'exact', minimumGain: 0, simplicity: true },
    budget: { evaluations: 100, wallSeconds: null, work: null, money: null },
    sandbox: {
      memoryBytes: 2 ** 28,
      processes: 16,
      temporaryBytes: 2 ** 20,
      outputBytes: 2 ** 16,
      answerBytes: 2 ** 16,
      questionSeconds: 1,
      judgementSeconds: 10,
      screeningBatch: 10,
    },
    seed: '1',
    pipeline: 4,
    ...fields,
  };
}
