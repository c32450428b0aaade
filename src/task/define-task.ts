import type { z } from 'zod';
import { FulcrumError } from '../kernel/errors.ts';
import type { Task } from '../kernel/task.ts';
import { heldOutFaults } from './held-out-faults.ts';
import type { TaskFields, TaskInput } from './schema.ts';
import { acceptanceFaults } from './acceptance-faults.ts';
import { acceptanceOf } from './acceptance-schema.ts';
import type { Fault } from './fault.ts';
import type { NotifySource } from './notify-schema.ts';
import { taskSchema } from './schema.ts';

/** A task and the folder its paths start from. */
export interface DefinedTask {
  readonly task: Task;
  /** Absolute. */
  readonly directory: string;
  /** Left out, nobody is told. */
  readonly notify?: readonly NotifySource[];
}

/** Finds the line of a field, for errors: `fulcrum.yaml:12`. */
export type Locate = (path: readonly PropertyKey[]) => string;

/**
 * Checks a task and freezes it.
 *
 * @param directory absolute path of the folder that `workspace.root` and `oracle.module` are relative to
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` naming every field that is wrong
 */
export function defineTask(input: TaskInput, directory: string, locate: Locate = () => 'task'): DefinedTask {
  const parsed = taskSchema.safeParse(input);
  if (!parsed.success) throw invalid(parsed.error.issues.flatMap(faultsOf), locate);
  const task = taskOf(parsed.data);
  const faults = contradictions(task);
  if (faults.length > 0) throw invalid(faults, locate);
  const { notify } = parsed.data;
  return {
    task: deepFreeze(task),
    directory,
    ...(notify === undefined ? {} : { notify: deepFreeze(notify) }),
  };
}

function taskOf(fields: TaskFields): Task {
  const { workspace, budget, sandbox, objective, oracle, acceptance, notify: _, ...rest } = fields;
  return {
    ...rest,
    slices: slicesOf(rest.slices),
    oracle: oracleOf(oracle, rest.slices),
    objectives: objective,
    acceptance: acceptanceOf(acceptance, budget.evaluations),
    workspace: {
      root: workspace.root,
      commit: workspace.commit,
      editable: workspace.editable,
      exclude: workspace.exclude,
      maximumFileBytes: workspace.maximumFile,
      ...(workspace.author === undefined ? {} : { author: workspace.author }),
    },
    budget: {
      evaluations: budget.evaluations,
      wallSeconds: budget.wall,
      work: budget.work,
      money: budget.money,
    },
    sandbox: {
      memoryBytes: sandbox.memory,
      processes: sandbox.processes,
      temporaryBytes: sandbox.temporary,
      outputBytes: sandbox.output,
      answerBytes: sandbox.answer,
      questionSeconds: sandbox.question,
      judgementSeconds: sandbox.judgement,
      // What runs once for minutes and leaves files has nothing to share with the next one.
      screeningBatch: answersQuestions(rest.subject) ? sandbox.screeningBatch : 0,
    },
  };
}

/** What is said to be as usual is left out, so that saying it does not make another task. */
function slicesOf({ visible, heldOut }: TaskFields['slices']): Task['slices'] {
  return {
    visible,
    heldOut: heldOut.map(({ answer, items, final, ...slice }) => ({
      ...slice,
      ...(items === 'fixed' ? { items } : {}),
      ...(answer === undefined ? {} : { answer }),
      ...(final === true ? { final } : {}),
    })),
  };
}

function answersQuestions({ kind }: TaskFields['subject']): boolean {
  return kind !== 'artifact' && kind !== 'files';
}

/** A check that names no slice is counted under the first one of its visibility. */
function oracleOf(oracle: TaskFields['oracle'], slices: TaskFields['slices']): Task['oracle'] {
  if (!('checks' in oracle)) return oracle;
  const first = { visible: slices.visible[0]!, 'held-out': slices.heldOut[0]?.name ?? '' };
  return {
    ...oracle,
    checks: oracle.checks.map((check) => ({ ...check, slice: check.slice ?? first[check.visibility] })),
  };
}

function contradictions(task: Task): readonly Fault[] {
  const faults: Fault[] = [];
  const { visible } = task.slices;
  const heldOut = task.slices.heldOut.map((slice) => slice.name);
  for (const [index, objective] of task.objectives.entries()) {
    if (!visible.includes(objective.slice)) {
      const message = `"${objective.slice}" is not a visible slice; visible are: ${visible.join(', ')}`;
      faults.push({
        path: task.objectives.length === 1 ? ['objective', 'slice'] : ['objective', index, 'slice'],
        message,
      });
    }
  }
  for (const [index, { kind, author }] of ('checks' in task.oracle ? task.oracle.checks : []).entries()) {
    if (kind !== 'module' || author === undefined) continue;
    const message = 'a module has checks of other names: name their author as oracle.author';
    faults.push({ path: ['oracle', 'checks', index, 'author'], message });
  }
  for (const [index, slice] of visible.entries()) {
    if (visible.indexOf(slice) !== index) {
      faults.push({ path: ['slices', 'visible', index], message: `"${slice}" is named twice` });
    }
  }
  for (const [index, slice] of heldOut.entries()) {
    if (visible.includes(slice)) {
      faults.push({
        path: ['slices', 'heldOut', index, 'name'],
        message: `"${slice}" is visible and held out at once`,
      });
    }
    if (heldOut.indexOf(slice) !== index) {
      faults.push({ path: ['slices', 'heldOut', index, 'name'], message: `"${slice}" is named twice` });
    }
  }
  for (const [index, slice] of task.slices.heldOut.entries()) {
    for (const { field, message } of heldOutFaults(slice, task.slices))
      faults.push({ path: ['slices', 'heldOut', index, field], message });
  }
  if (Object.values(task.budget).every((limit) => limit === null)) {
    faults.push({
      path: ['budget'],
      message: 'nothing limits the run: set evaluations, wall, work or money',
    });
  }
  return [...faults, ...acceptanceFaults(task)];
}

/** One fault a field: a field that fits none of several forms is wrong where the form that fits best says so. */
function faultsOf(issue: z.core.$ZodIssue): readonly Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'there is no such field' }));
  }
  if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return [issue];
  const fits = ({ code, path }: z.core.$ZodIssue): boolean => code !== 'invalid_type' || path.length > 0;
  const best = issue.errors.find((form) => form.every(fits)) ?? [];
  const inner = best
    .flatMap(faultsOf)
    .map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
  return inner.length > 0 ? inner : [{ path: issue.path, message: `expected ${alternatives(issue.errors)}` }];
}

function alternatives(forms: readonly (readonly z.core.$ZodIssue[])[]): string {
  const kinds = forms.flatMap(([issue]) => (issue?.code === 'invalid_type' ? [issue.expected] : []));
  return kinds.join(' or ');
}

function invalid(faults: readonly Fault[], locate: Locate): FulcrumError {
  const [first] = faults;
  const lines = faults.map((fault) => `${pathText(fault.path)}: ${fault.message}`);
  return new FulcrumError({
    code: 'FULCRUM_E_TASK_INVALID',
    domain: 'usage',
    what: lines.join('; '),
    where: locate(first?.path ?? []),
    mend: `Correct ${faults.length === 1 ? 'this field' : 'these fields'} and run again`,
  });
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text === '' ? 'task' : text.replace(/^\./, '');
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) deepFreeze(item);
    Object.freeze(value);
  }
  return value;
}
