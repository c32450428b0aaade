import type { WorkspaceView } from '../../kernel/contracts/proposer.ts';
import { FulcrumError } from '../../kernel/errors.ts';
import { transformSync } from 'oxc-transform';

/** Numbers as the workspace's module holds them: a list, or a list of rows. */
export type TableValue = readonly number[] | readonly (readonly number[])[];

/**
 * What a task declares of its own problem: a protected module of the workspace that every candidate can read as well. It
 * is written by the task's author and vouches for nothing; the oracle judges by rules of its own.
 */
export interface PublicObjective {
  /** What the table is worth: more is better. */
  readonly value: (table: TableValue) => number;
  /** How far each constraint is violated, at most zero where it holds; as many for every table of a shape. */
  readonly violations: (table: TableValue) => readonly number[];
  /** Gradient of the value, in the table's shape; estimated by differences when absent. */
  readonly valueGradient: ((table: TableValue) => TableValue) | null;
  /** Gradient of the sum of `weights[i] * violations[i]`, in the table's shape; estimated when absent. */
  readonly violationsGradient: ((table: TableValue, weights: ArrayLike<number>) => TableValue) | null;
  /** Lowest and highest number of each column, from which new tables are drawn; null takes the parent's range. */
  readonly bounds: readonly (readonly [number, number])[] | null;
}

/** Loads objectives by their text, each text once. */
export interface ObjectiveLoader {
  readonly load: (files: WorkspaceView, path: string) => Promise<PublicObjective>;
}

/**
 * A loader that keeps the last objective: the module is protected, so that all candidates of a run share one.
 *
 * Throws FulcrumError `FULCRUM_E_OBJECTIVE_INVALID` when the module is missing, could be changed by a candidate, does not
 * load, or exports the wrong things.
 */
export function createObjectiveLoader(): ObjectiveLoader {
  let known: { readonly text: string; readonly objective: Promise<PublicObjective> } | null = null;
  return {
    load: (files, path) => {
      const text = files.read(path);
      if (text === null) throw invalid(path, 'the workspace has no such file');
      if (files.editable().includes(path))
        throw invalid(path, 'candidates may edit it, so it must not run outside of a sandbox');
      if (known?.text !== text) known = { text, objective: importObjective(path, text) };
      return known.objective;
    },
  };
}

async function importObjective(path: string, text: string): Promise<PublicObjective> {
  const { code, errors } = transformSync(path, text, { target: 'esnext' });
  if (errors.length > 0) throw invalid(path, `it does not parse: ${errors[0]!.message}`);
  let module: { readonly [name: string]: unknown };
  try {
    module = (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as {
      readonly [name: string]: unknown;
    };
  } catch (error) {
    throw invalid(path, `it does not load: ${String(error)}`, error);
  }
  const optional = (name: string): unknown => {
    const found = module[name] ?? null;
    if (found !== null && typeof found !== 'function') throw invalid(path, `"${name}" is no function`);
    return found;
  };
  const value = optional('value');
  if (value === null) throw invalid(path, 'it exports no function "value"');
  return {
    value,
    violations: optional('violations') ?? (() => []),
    valueGradient: optional('valueGradient'),
    violationsGradient: optional('violationsGradient'),
    bounds: readBounds(path, module['bounds'] ?? null),
  } as PublicObjective;
}

function readBounds(path: string, value: unknown): PublicObjective['bounds'] {
  const isPair = (pair: unknown): boolean =>
    Array.isArray(pair) && pair.length === 2 && pair.every(Number.isFinite) && pair[0] <= pair[1];
  if (value === null || (Array.isArray(value) && value.every(isPair)))
    return value as PublicObjective['bounds'];
  throw invalid(path, '"bounds" is no list of [lowest, highest]');
}

function invalid(path: string, what: string, cause?: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_OBJECTIVE_INVALID',
    domain: 'usage',
    what: `the objective of the numeric proposer cannot be used: ${what}`,
    where: path,
    mend: 'Name a protected module of the workspace that exports value(table), and violations(table) if there are constraints',
    cause,
  });
}
