import { parseSync } from 'oxc-parser';
import type { Kind, Program, ProgramFunction } from '../program.ts';
import { Unmodelled } from '../unmodelled.ts';
import { createConversions } from './conversions.ts';
import { createDoubleOperators } from './double-operators.ts';
import { createExpressions } from './expressions.ts';
import type { FunctionSource } from './module-functions.ts';
import { modulePartsOf } from './module-functions.ts';
import { createRealOperators } from './real-operators.ts';
import type { Scope } from './scope.ts';
import { createStatements } from './statements.ts';
import type { Located, Translated } from './translated.ts';

/**
 * Translates the function that a TypeScript or JavaScript module exports under a name, with what it calls.
 *
 * @param kinds of the arguments it is called with
 * @param numbers what its numbers are taken for
 * @throws Unmodelled when the module is not in the subset, has a syntax error or exports no such function
 */
export function translateTypeScript(
  language: 'typescript' | 'javascript',
  text: string,
  exportName: string,
  kinds: readonly Kind[],
  numbers: 'double' | 'real',
): Program {
  // `a<b>(c)` is a call in one and two comparisons in the other.
  const path = language === 'typescript' ? 'module.ts' : 'module.mjs';
  const { program, errors } = parseSync(path, text, { showSemanticErrors: true });
  if (errors.length > 0) throw new Unmodelled(`a syntax error: ${errors[0]!.message}`, text, 0);
  const parts = modulePartsOf(program, text);
  const functions = new Map<string, ProgramFunction>();
  const results = new Map<string, Kind | null>();
  const underWay = new Set<string>();
  const constants = new Map<string, Translated>();

  const refuse = (what: string, { start }: Located): never => {
    throw new Unmodelled(what, text, start);
  };

  const declares = (name: string): boolean => parts.functions.has(name) || parts.constants.has(name);

  const conversions = createConversions(refuse);
  const createOperators = numbers === 'real' ? createRealOperators : createDoubleOperators;
  const operators = createOperators(refuse, conversions);

  const expressions = createExpressions({
    ...{ refuse, operators, conversions },
    functionNamed: (name, given, node) => {
      const source = parts.functions.get(name);
      return source === undefined ? null : translated(source, given, node);
    },
    declares,
    constantNamed: (name) => constants.get(name) ?? null,
  });

  for (const [name, node] of parts.constants) {
    const value = expressions.translate(node, null);
    if (functions.size > 0) refuse('a call outside functions', node);
    constants.set(name, value);
  }

  /** The function for arguments of these kinds, and the kind of its value. */
  function translated(
    source: FunctionSource,
    given: readonly Kind[],
    node: Located,
  ): { readonly name: string; readonly result: Kind | null } {
    const key = `${source.name}(${given.join(', ')})`;
    if (given.length !== source.parameters.length)
      return refuse(`\`${source.name}\` called with ${given.length} arguments`, node);
    if (underWay.has(key)) return refuse(`\`${source.name}\` calls itself: recursion`, node);
    if (!functions.has(key)) {
      underWay.add(key);
      functions.set(key, functionOf(source, given, key));
      underWay.delete(key);
    }
    return { name: key, result: results.get(key) ?? null };
  }

  function functionOf(source: FunctionSource, given: readonly Kind[], key: string): ProgramFunction {
    const statements = createStatements({
      ...{ expressions, operators, conversions, refuse, declares },
      returns: (value, node) => {
        if (value === null || value.kind === 'quotient') return;
        const known = results.get(key);
        if (known !== undefined && known !== value.kind)
          refuse('a function that returns a number here and a boolean there', node);
        results.set(key, value.kind);
      },
    });
    const scope: Scope = { parent: null, names: new Map() };
    const variables = statements.parameters(
      scope,
      source.parameters.map((name, index) => ({ name, kind: given[index]! })),
    );
    const { body } = source;
    const nodes =
      body.type === 'BlockStatement'
        ? body.body
        : [{ type: 'ReturnStatement', argument: body, start: body.start, end: body.end } as const];
    return {
      parameters: variables.map((variable) => ({ variable, type: null })),
      body: statements.block(nodes, scope),
    };
  }

  const source = parts.functions.get(parts.exports.get(exportName) ?? '');
  if (source === undefined) throw new Unmodelled(`no function is exported as \`${exportName}\``, text, 0);
  const { name } = translated(source, kinds, source);
  return { numbers, entry: name, functions: Object.fromEntries(functions) };
}
