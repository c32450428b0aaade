import type * as syntax from 'oxc-parser';
import { Unmodelled } from '../unmodelled.ts';

/** A function as the subset knows it, whichever way it was written. */
export interface FunctionSource {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: syntax.FunctionBody | syntax.Expression;
  readonly start: number;
}

/** What a module that only declares may hold. */
export interface ModuleParts {
  readonly functions: ReadonlyMap<string, FunctionSource>;
  /** Constants that are literals or expressions over earlier ones. */
  readonly constants: ReadonlyMap<string, syntax.Expression>;
  /** Local name by export name. */
  readonly exports: ReadonlyMap<string, string>;
}

/**
 * Reads the top level. Nothing there may run: no import, no statement, no initialiser that could change what a function
 * of the language does.
 *
 * @throws Unmodelled
 */
export function modulePartsOf(program: syntax.Program, text: string): ModuleParts {
  const functions = new Map<string, FunctionSource>();
  const constants = new Map<string, syntax.Expression>();
  const exports = new Map<string, string>();

  function refuse(what: string, { start }: { readonly start: number }): never {
    throw new Unmodelled(what, text, start);
  }

  function declareFunction(node: syntax.Function, exported: boolean, fallback: string | null): void {
    const name = node.id?.name ?? fallback;
    if (name === null) refuse('a function without a name', node);
    if (node.body === null) return;
    if (node.async || node.generator) refuse('an async or generator function', node);
    functions.set(name, {
      name,
      parameters: parametersOf(node.params),
      body: node.body,
      start: node.start,
    });
    if (exported) exports.set(fallback ?? name, name);
  }

  function parametersOf(nodes: readonly syntax.ParamPattern[]): readonly string[] {
    return nodes.map((node) =>
      node.type === 'Identifier' && node.name !== 'this'
        ? node.name
        : refuse('a parameter that is no plain name', node),
    );
  }

  function declareConstants(node: syntax.VariableDeclaration, exported: boolean): void {
    if (node.kind !== 'const') refuse(`\`${node.kind}\` outside functions, which would be state`, node);
    for (const { id, init } of node.declarations) {
      if (id.type !== 'Identifier' || init === null) refuse('a declaration that is no `name = value`', id);
      if (exported) exports.set(id.name, id.name);
      if (init.type !== 'ArrowFunctionExpression' && init.type !== 'FunctionExpression') {
        constants.set(id.name, init);
        continue;
      }
      if (init.async || init.generator || init.body === null) refuse('an async or generator function', init);
      if (init.id !== null) refuse('a function expression with a name of its own', init);
      const parameters = parametersOf(init.params);
      functions.set(id.name, { name: id.name, parameters, body: init.body, start: init.start });
    }
  }

  function declare(node: syntax.Statement | syntax.Declaration, exported: boolean): void {
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'TSDeclareFunction':
        return declareFunction(node, exported, null);
      case 'VariableDeclaration':
        return declareConstants(node, exported);
      case 'TSTypeAliasDeclaration':
      case 'TSInterfaceDeclaration':
      case 'EmptyStatement':
        return;
      case 'ExpressionStatement':
        if ('directive' in node && typeof node.directive === 'string') return;
        return refuse('a statement outside functions', node);
      default:
        return refuse(`${node.type} outside functions`, node);
    }
  }

  for (const node of program.body) {
    if (node.type === 'ExportNamedDeclaration') {
      if (node.source !== null) refuse('an export from another module', node);
      if (node.declaration !== null) declare(node.declaration, true);
      for (const { local, exported } of node.specifiers) {
        if (local.type !== 'Identifier' || exported.type !== 'Identifier')
          refuse('an export under a text', node);
        exports.set(exported.name, local.name);
      }
    } else if (node.type === 'ExportDefaultDeclaration') {
      const { declaration } = node;
      if (declaration.type === 'FunctionDeclaration') declareFunction(declaration, true, 'default');
      else if (declaration.type === 'Identifier') exports.set('default', declaration.name);
      else refuse('a default export that is no function', node);
    } else if (node.type === 'ImportDeclaration' && node.importKind === 'type') {
      continue;
    } else {
      declare(node, false);
    }
  }
  return { functions, constants, exports };
}
