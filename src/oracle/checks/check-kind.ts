import type { z } from 'zod';
import type { JsonObject } from '../../kernel/json.ts';
import type { SubjectSource } from '../../kernel/task.ts';
import type { Visibility } from '../../kernel/verdict.ts';
import type { CheckDefinition } from '../define.ts';

/** One kind of check that `oracle.checks` of a task file can name. */
export interface CheckKind {
  /**
   * The check, made before anything is judged: what it lacks (a file, a tool, a module) is an error here, never a check
   * skipped later.
   *
   * @throws FulcrumError naming what is wrong or missing and how to mend it
   */
  readonly create: (source: JsonObject, place: CheckPlace, host: CheckHost) => Promise<CheckDefinition>;
}

/** Where a check stands in the cascade. */
export interface CheckPlace {
  readonly name: string;
  readonly slice: string;
  readonly visibility: Visibility;
}

/** What a check may use while it is made: the task's own files, never a candidate's. */
export interface CheckHost {
  readonly subject: SubjectSource;
  /** A path of the options as an absolute one. */
  readonly path: (relative: string) => string;
  /** @throws FulcrumError `FULCRUM_E_CHECK_INVALID` when there is no such file */
  readonly read: (relative: string) => Uint8Array;
  /**
   * Imports a trusted module of the task and hands out one of its exports, which must be a function.
   *
   * @throws FulcrumError `FULCRUM_E_CHECK_INVALID` when it cannot be loaded or does not export it
   */
  readonly load: (relative: string, name: string) => Promise<(...args: readonly never[]) => unknown>;
  /**
   * Imports a trusted module of the task, which may import `fulcrum` and `fulcrum/checks`.
   *
   * @throws FulcrumError `FULCRUM_E_CHECK_INVALID` when it cannot be loaded
   */
  readonly module: (relative: string) => Promise<{ readonly [exported: string]: unknown }>;
  /** The same value for all checks of one oracle that ask for this key: made for the first of them. */
  readonly shared: <Value>(key: string, make: () => Value) => Value;
  /** An error about one option. */
  readonly invalid: (what: string, field: string, mend: string, cause?: unknown) => Error;
}

/**
 * Declares a kind of check.
 *
 * @param options what the task file may say beside kind, name, slice and visibility
 */
export function checkKind<Options>(
  options: z.ZodType<Options>,
  create: (
    options: Options,
    place: CheckPlace,
    host: CheckHost,
  ) => CheckDefinition | Promise<CheckDefinition>,
): CheckKind {
  return {
    create: async (source, place, host) => {
      const parsed = options.safeParse(source);
      if (parsed.success) return create(parsed.data, place, host);
      const [issue] = parsed.error.issues;
      throw host.invalid(issue!.message, issue!.path.join('.') || 'options', 'Correct it and run again');
    },
  };
}
