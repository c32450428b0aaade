import { registerHooks } from 'node:module';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isFulcrumError } from '../kernel/errors.ts';
import type { Oracle, OracleDefinition } from './define.ts';
import { defineOracle } from './define.ts';
import { oracleFault } from './fault.ts';

const EXTENSION = extname(import.meta.filename);

/** What a trusted module of a task reaches by these names, wherever it lies. */
const AUTHORING: { readonly [specifier: string]: string } = {
  fulcrum: `define${EXTENSION}`,
  'fulcrum/checks': join('checks', `index${EXTENSION}`),
};

let resolves = false;

/** From now on `fulcrum` and `fulcrum/checks` mean the authoring functions of this very process. */
export function resolveAuthoring(): void {
  if (resolves) return;
  resolves = true;
  registerHooks({
    resolve: (specifier, context, next) =>
      Object.hasOwn(AUTHORING, specifier)
        ? { url: pathToFileURL(join(import.meta.dirname, AUTHORING[specifier]!)).href, shortCircuit: true }
        : next(specifier, context),
  });
}

/**
 * Loads a user's oracle module. Its `import ... from 'fulcrum'` reaches the authoring functions alone, and that of
 * `fulcrum/checks` the library of checks, wherever the module lies.
 *
 * @throws FulcrumError `FULCRUM_E_ORACLE_INVALID` when it cannot be loaded or exports no oracle
 */
export async function loadOracle(module: string): Promise<Oracle> {
  resolveAuthoring();
  let exported: { readonly default?: unknown };
  try {
    exported = await import(pathToFileURL(module).href);
  } catch (error) {
    if (isFulcrumError(error)) throw error;
    throw oracleFault('INVALID', `The oracle cannot be loaded: ${String(error)}`, module, error);
  }
  if (!isOracle(exported.default)) throw oracleFault('INVALID', 'The default export is no oracle', module);
  // Validated once more: the module may have its own idea of what `defineOracle` returns.
  return defineOracle(exported.default as OracleDefinition);
}

function isOracle(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'oracle';
}
