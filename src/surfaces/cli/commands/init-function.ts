import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { ExportNamedDeclaration, Program } from 'oxc-parser';
import { parseSync } from 'oxc-parser';
import { FulcrumError } from '../../../kernel/errors.ts';

/** What a template needs to know of the function that is to be improved. */
export interface OwnFunction {
  readonly kind: 'node' | 'python';
  /** How many parameters it declares; 1 where the declaration is not in this file. */
  readonly parameters: number;
}

const JAVASCRIPT = new Set(['.ts', '.mts', '.js', '.mjs']);

/**
 * Looks the function up in its source, without running any of it.
 *
 * @throws FulcrumError `FULCRUM_E_INIT_MODULE` when there is no such file, it is in another language or cannot be read,
 *   `FULCRUM_E_INIT_EXPORT` when it does not export that name
 */
export function findOwnFunction(directory: string, module: string, exported: string): OwnFunction {
  const path = join(directory, module);
  if (!existsSync(path)) {
    throw unusable(`there is no file ${path}`, 'Give --module the path of the file, relative to the folder');
  }
  const source = readFileSync(path, 'utf8');
  const extension = extname(module);
  if (extension === '.py') return findInPython(source, module, exported);
  if (JAVASCRIPT.has(extension)) return findInJavaScript(path, source, module, exported);
  throw unusable(
    `${module} is neither TypeScript, JavaScript nor Python`,
    'Write fulcrum.yaml by hand with another kind of subject: docs/guides/subjects.md',
  );
}

function findInJavaScript(path: string, source: string, module: string, exported: string): OwnFunction {
  const { program, errors, module: record } = parseSync(path, source);
  if (errors.length > 0) throw unusable(`${module}: ${errors[0]!.message}`, 'Mend the file first');
  const names = record.staticExports
    .flatMap(({ entries }) => entries)
    .filter(({ isType }) => !isType)
    .map(({ exportName }) => exportName.name ?? 'default');
  if (!names.includes(exported)) throw notExported(module, exported, names);
  return { kind: 'node', parameters: parametersIn(program, exported) };
}

function parametersIn({ body }: Program, exported: string): number {
  for (const statement of body) {
    if (statement.type === 'ExportDefaultDeclaration' && exported === 'default') {
      const { declaration } = statement;
      if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ArrowFunctionExpression')
        return declaration.params.length;
    }
    if (statement.type !== 'ExportNamedDeclaration') continue;
    const found = parametersOf(statement, exported);
    if (found !== null) return found;
  }
  return 1;
}

function parametersOf({ declaration }: ExportNamedDeclaration, exported: string): number | null {
  if (declaration?.type === 'FunctionDeclaration' && declaration.id?.name === exported)
    return declaration.params.length;
  if (declaration?.type !== 'VariableDeclaration') return null;
  for (const { id, init } of declaration.declarations) {
    if (id.type !== 'Identifier' || id.name !== exported) continue;
    if (init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression')
      return init.params.length;
  }
  return null;
}

/** A function at the top of a Python module, found by the form of its first line: enough to count parameters. */
function findInPython(source: string, module: string, exported: string): OwnFunction {
  const functions = [...source.matchAll(/^(?:async )?def (\w+)\(([^)]*)\)/gm)];
  const found = functions.find(([, name]) => name === exported);
  if (found === undefined)
    throw notExported(
      module,
      exported,
      functions.map(([, name]) => name!),
    );
  const parameters = found[2]!.split(',').filter((text) => text.trim() !== '').length;
  return { kind: 'python', parameters };
}

function unusable(what: string, mend: string): FulcrumError {
  return new FulcrumError({ code: 'FULCRUM_E_INIT_MODULE', domain: 'usage', what, where: '--module', mend });
}

function notExported(module: string, exported: string, names: readonly string[]): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_INIT_EXPORT',
    domain: 'usage',
    what: `${module} has no export "${exported}"`,
    where: '--export',
    mend: names.length === 0 ? 'Export the function first' : `Name one of: ${names.join(', ')}`,
  });
}
