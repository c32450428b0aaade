import type * as syntax from 'oxc-parser';
import { assign, boolean, compare, conditional, integer, variable } from '../build-expression.ts';
import type { Kind, Statement } from '../program.ts';
import type { Conversions } from './conversions.ts';
import type { Expressions } from './expressions.ts';
import type { Operators } from './operators.ts';
import type { Binding, Scope } from './scope.ts';
import { lookUp } from './scope.ts';
import type { Located, Refuse, Translated } from './translated.ts';
import { number } from './translated.ts';

interface Tools {
  readonly expressions: Expressions;
  readonly operators: Operators;
  readonly conversions: Conversions;
  readonly refuse: Refuse;
  /** Whether the module declares the name, which then is not the language's own. */
  readonly declares: (name: string) => boolean;
  /** Called for the value of each `return`, null where there is none. */
  readonly returns: (value: Translated | null, node: Located) => void;
}

const LITERALS: ReadonlySet<string> = new Set(['integer', 'rational']);
const ERRORS: ReadonlySet<string> = new Set(['Error', 'RangeError', 'TypeError']);

/** Translates the statements of one function. */
export function createStatements(tools: Tools) {
  const { expressions, operators, refuse, declares, returns } = tools;
  const { plain } = tools.conversions;
  let declared = 0;

  const unique = (name: string): string => `${name}#${(declared += 1)}`;

  /** Binds the parameters and gives back the variables that stand for them. */
  function parameters(
    scope: Scope,
    given: readonly { readonly name: string; readonly kind: Kind }[],
  ): readonly string[] {
    return given.map(({ name, kind }) => {
      const binding = { variable: unique(name), kind, mutable: true, setFlag: null };
      scope.names.set(name, binding);
      return binding.variable;
    });
  }

  function block(
    nodes: readonly (syntax.Statement | syntax.Directive)[],
    parent: Scope,
  ): readonly Statement[] {
    const scope: Scope = { parent, names: new Map() };
    for (const node of nodes) for (const name of namesDeclaredBy(node)) scope.names.set(name, null);
    return nodes.flatMap((node) => statement(node, scope));
  }

  function statement(node: syntax.Statement | syntax.Directive, scope: Scope): readonly Statement[] {
    switch (node.type) {
      case 'EmptyStatement':
      case 'TSTypeAliasDeclaration':
      case 'TSInterfaceDeclaration':
        return [];
      case 'BlockStatement':
        return block(node.body, scope);
      case 'ExpressionStatement':
        return effect(node.expression, scope);
      case 'VariableDeclaration':
        return declaration(node, scope);
      case 'ReturnStatement':
        return [returned(node, scope)];
      case 'IfStatement':
        return [
          {
            kind: 'if',
            condition: expressions.conditionOf(node.test, scope),
            whenTrue: block([node.consequent], scope),
            whenFalse: node.alternate === null ? [] : block([node.alternate], scope),
          },
        ];
      case 'WhileStatement':
      case 'DoWhileStatement':
        return [
          {
            kind: 'loop',
            condition: expressions.conditionOf(node.test, scope),
            body: block([node.body], scope),
            update: [],
            testFirst: node.type === 'WhileStatement',
          },
        ];
      case 'ForStatement':
        return forLoop(node, scope);
      case 'SwitchStatement':
        return switchBlock(node, scope);
      case 'BreakStatement':
        return node.label === null ? [{ kind: 'break' }] : refuse('a label', node);
      case 'ContinueStatement':
        return node.label === null ? [{ kind: 'continue' }] : refuse('a label', node);
      case 'ThrowStatement':
        return isPlainError(node.argument, scope)
          ? [{ kind: 'throw' }]
          : refuse('a `throw` of anything but a new Error with a literal', node);
      default:
        return refuse(`${node.type} is outside the subset`, node);
    }
  }

  function returned(node: syntax.ReturnStatement, scope: Scope): Statement {
    const value = node.argument === null ? null : expressions.translate(node.argument, scope);
    returns(value, node);
    return { kind: 'return', value: value === null ? null : plain(value, node).expression };
  }

  function declaration(node: syntax.VariableDeclaration, scope: Scope): readonly Statement[] {
    if (node.kind !== 'let' && node.kind !== 'const')
      return refuse(`\`${node.kind}\`: use let or const`, node);
    return node.declarations.flatMap(({ id, init }) => {
      if (id.type !== 'Identifier') return refuse('a pattern', id);
      const mutable = node.kind === 'let';
      if (init !== null) {
        const value = plain(expressions.translate(init, scope), init);
        const binding = { variable: unique(id.name), kind: value.kind, mutable, setFlag: null };
        scope.names.set(id.name, binding);
        return [assign(binding.variable, value.expression)];
      }
      const kind = annotatedKind(id);
      if (kind === null) return refuse('a variable with neither a value nor the type number or boolean', id);
      const name = unique(id.name);
      const setFlag = `${name}?`;
      scope.names.set(id.name, { variable: name, kind, mutable, setFlag });
      return [
        assign(name, kind === 'boolean' ? boolean(false) : integer(0n)),
        assign(setFlag, boolean(false)),
      ];
    });
  }

  /** An expression that stands for what it does. */
  function effect(node: syntax.Expression, scope: Scope): readonly Statement[] {
    switch (node.type) {
      case 'ParenthesizedExpression':
        return effect(node.expression, scope);
      case 'SequenceExpression':
        return node.expressions.flatMap((part) => effect(part, scope));
      case 'AssignmentExpression': {
        const target = assignable(node.left, scope);
        const value = expressions.translate(node.right, scope);
        if (node.operator === '=') return store(target, value, node);
        const before = expressions.translate(node.left as syntax.Expression, scope);
        return store(target, operators.binary(node.operator.slice(0, -1), before, value, node), node);
      }
      case 'UpdateExpression': {
        const target = assignable(node.argument, scope);
        const before = expressions.translate(node.argument, scope);
        const one = number(integer(1n));
        return store(target, operators.binary(node.operator[0]!, before, one, node), node);
      }
      default:
        return [{ kind: 'evaluate', value: plain(expressions.translate(node, scope), node).expression }];
    }
  }

  function assignable(
    node: { readonly type: string; readonly start: number; readonly name?: unknown },
    scope: Scope,
  ): Binding {
    if (node.type !== 'Identifier') return refuse('an assignment to anything but a variable', node);
    const binding = lookUp(scope, node.name as string);
    if (binding === undefined || binding === null || !binding.mutable)
      return refuse(
        `an assignment to \`${String(node.name)}\`, which is no local variable that can change`,
        node,
      );
    return binding;
  }

  function store(binding: Binding, value: Translated, node: Located): readonly Statement[] {
    const { kind, expression } = plain(value, node);
    if (kind !== binding.kind) return refuse('a variable that is a number here and a boolean there', node);
    const stored = assign(binding.variable, expression);
    return binding.setFlag === null ? [stored] : [stored, assign(binding.setFlag, boolean(true))];
  }

  function forLoop(node: syntax.ForStatement, outer: Scope): readonly Statement[] {
    const scope: Scope = { parent: outer, names: new Map() };
    const { init } = node;
    const first = init?.type === 'VariableDeclaration' ? declaration(init, scope) : null;
    const start = first ?? (init === null ? [] : effect(init as syntax.Expression, scope));
    const condition = node.test === null ? boolean(true) : expressions.conditionOf(node.test, scope);
    const body = block([node.body], scope);
    const update = node.update === null ? [] : effect(node.update, scope);
    return [...start, { kind: 'loop', condition, body, update, testFirst: true }];
  }

  /** Cases in order, each entered once one of its own or an earlier label matched. */
  function switchBlock(node: syntax.SwitchStatement, scope: Scope): readonly Statement[] {
    const subject = plain(expressions.translate(node.discriminant, scope), node.discriminant);
    if (subject.kind !== 'number') return refuse('a switch over anything but numbers', node);
    const [value, entered] = [unique('switch'), unique('entered')];
    const body = node.cases.flatMap((part, index): readonly Statement[] => {
      if (part.consequent.some((inner) => namesDeclaredBy(inner).length > 0))
        return refuse('a declaration in a case without a block of its own', part);
      if (part.test === null && index < node.cases.length - 1)
        return refuse('a default that is not the last case', part);
      const label = part.test === null ? null : plain(expressions.translate(part.test, scope), part.test);
      if (label !== null && !LITERALS.has(label.expression.kind))
        return refuse('a case that is no literal', part);
      const matches = label === null ? boolean(true) : compare('===', variable(value), label.expression);
      return [
        assign(entered, conditional(variable(entered), boolean(true), matches)),
        { kind: 'if', condition: variable(entered), whenTrue: block(part.consequent, scope), whenFalse: [] },
      ];
    });
    return [assign(value, subject.expression), assign(entered, boolean(false)), { kind: 'breakable', body }];
  }

  function isPlainError(node: syntax.Expression, scope: Scope): boolean {
    return (
      node.type === 'NewExpression' &&
      node.callee.type === 'Identifier' &&
      ERRORS.has(node.callee.name) &&
      !declares(node.callee.name) &&
      lookUp(scope, node.callee.name) === undefined &&
      node.arguments.every(({ type }) => type === 'Literal')
    );
  }

  return { parameters, block };
}

/** Names that a statement declares in the block it stands in. */
function namesDeclaredBy(node: syntax.Statement | syntax.Directive): readonly string[] {
  if (node.type !== 'VariableDeclaration') return [];
  return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
}

function annotatedKind(id: syntax.BindingIdentifier): Kind | null {
  switch (id.typeAnnotation?.typeAnnotation.type) {
    case 'TSNumberKeyword':
      return 'number';
    case 'TSBooleanKeyword':
      return 'boolean';
    default:
      return null;
  }
}
