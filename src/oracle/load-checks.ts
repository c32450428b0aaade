import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FulcrumError, isFulcrumError } from '../kernel/errors.ts';
import type { CheckSource, SubjectSource } from '../kernel/task.ts';
import type { CheckHost } from './checks/check-kind.ts';
import { CHECK_KINDS } from './checks/library.ts';
import type { CheckDefinition, Oracle } from './define.ts';
import { defineOracle } from './define.ts';
import { loadOracle, resolveAuthoring } from './load-oracle.ts';

interface CheckFacts {
  readonly taskDirectory: string;
  readonly subject: SubjectSource;
  readonly shared: CheckHost['shared'];
}

/** Stands for all checks of a module. */
const MODULE_KIND = 'module';

/**
 * Puts an oracle together from the library of checks.
 *
 * @throws FulcrumError `FULCRUM_E_CHECK_INVALID` on an unknown kind or option, or what the check itself finds missing
 */
export async function loadChecks(
  sources: readonly CheckSource[],
  facts: Omit<CheckFacts, 'shared'>,
): Promise<Oracle> {
  const checks: CheckDefinition[] = [];
  const common = new Map<string, unknown>();
  const shared: CheckHost['shared'] = <Value>(key: string, make: () => Value): Value => {
    if (!common.has(key)) common.set(key, make());
    return common.get(key) as Value;
  };
  for (const source of sources) {
    if (source.kind === MODULE_KIND) checks.push(...(await moduleChecks(source, facts.taskDirectory)));
    else checks.push(await createCheck(source, { ...facts, shared }));
  }
  return defineOracle({ checks });
}

async function moduleChecks(source: CheckSource, directory: string): Promise<readonly CheckDefinition[]> {
  const { module } = source.options;
  if (typeof module !== 'string')
    throw invalidCheck(source, 'it names no module', 'module', 'Add `module: oracle.ts`');
  return (await loadOracle(resolve(directory, module))).checks;
}

async function createCheck(
  source: CheckSource,
  { taskDirectory, subject, shared }: CheckFacts,
): Promise<CheckDefinition> {
  const { kind, name, slice, visibility } = source;
  const load = Object.hasOwn(CHECK_KINDS, kind) ? CHECK_KINDS[kind] : undefined;
  if (load === undefined) {
    const known = [MODULE_KIND, ...Object.keys(CHECK_KINDS)].toSorted().join(', ');
    throw invalidCheck(source, `there is no check of kind "${kind}"`, 'kind', `Use one of: ${known}`);
  }
  const check = await load();
  const path = (relative: string): string => resolve(taskDirectory, relative);
  const host: CheckHost = {
    subject,
    path,
    read: (relative) => {
      try {
        return readFileSync(path(relative));
      } catch (error) {
        throw invalidCheck(source, `${relative} cannot be read`, 'options', 'Correct the path', error);
      }
    },
    load: async (relative, exported) =>
      functionOf(source, relative, await importModule(source, path(relative)), exported),
    module: (relative) => importModule(source, path(relative)),
    shared,
    invalid: (what, field, mend, cause) => invalidCheck(source, what, field, mend, cause),
  };
  return check.create(source.options, { name, slice, visibility }, host);
}

async function importModule(
  source: CheckSource,
  file: string,
): Promise<{ readonly [exported: string]: unknown }> {
  resolveAuthoring();
  try {
    return (await import(pathToFileURL(file).href)) as { readonly [exported: string]: unknown };
  } catch (error) {
    if (isFulcrumError(error)) throw error;
    throw invalidCheck(source, `${file} cannot be loaded: ${String(error)}`, 'module', 'Correct it', error);
  }
}

function functionOf(
  source: CheckSource,
  file: string,
  exported: { readonly [exported: string]: unknown },
  name: string,
): (...args: readonly never[]) => unknown {
  const value = Object.hasOwn(exported, name) ? exported[name] : undefined;
  if (typeof value === 'function') return value as (...args: readonly never[]) => unknown;
  const mend = 'Export it, or name another one';
  throw invalidCheck(source, `${file} exports no function "${name}"`, 'export', mend);
}

function invalidCheck(
  { name }: CheckSource,
  what: string,
  field: string,
  mend: string,
  cause?: unknown,
): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_CHECK_INVALID',
    domain: 'usage',
    what,
    where: `oracle.checks, check "${name}", ${field}`,
    mend,
    cause,
  });
}
