import type * as syntax from 'oxc-parser';
import { boolean, conditional, integer, not, variable } from '../build-expression.ts';
import type { Expression, Kind } from '../program.ts';
import { FAILURES } from '../program.ts';
import type { Conversions } from './conversions.ts';
import type { Operators } from './operators.ts';
import type { Scope } from './scope.ts';
import { lookUp } from './scope.ts';
import type { Located, Refuse, Translated } from './translated.ts';
import { number } from './translated.ts';

/** What expressions need to know of the module around them. */
export interface Surroundings {
  readonly refuse: Refuse;
  readonly operators: Operators;
  readonly conversions: Conversions;
  /** A function of the module, for arguments of these kinds; null when there is none of this name. */
  readonly functionNamed: (
    name: string,
    kinds: readonly Kind[],
    node: Located,
  ) => { readonly name: string; readonly result: Kind | null } | null;
  /** Whether the module declares the name, which then is not the language's own. */
  readonly declares: (name: string) => boolean;
  readonly constantNamed: (name: string) => Translated | null;
}

export type Expressions = ReturnType<typeof createExpressions>;

/** Translates JavaScript's expressions over numbers and booleans (ECMA-262, chapter 13). */
export function createExpressions(around: Surroundings) {
  const { refuse, operators } = around;
  const { plain, numeric, truthOf } = around.conversions;

  function translate(node: syntax.Expression, scope: Scope | null): Translated {
    switch (node.type) {
      case 'Literal':
        return literal(node);
      case 'Identifier':
        return identifier(node, scope);
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
        return translate(node.expression, scope);
      case 'UnaryExpression':
        return unary(node, scope);
      case 'BinaryExpression':
        return binary(node, scope);
      case 'LogicalExpression':
        return logical(node, scope);
      case 'ConditionalExpression': {
        const condition = conditionOf(node.test, scope);
        return either(condition, translate(node.consequent, scope), translate(node.alternate, scope), node);
      }
      case 'CallExpression':
        return call(node, scope);
      case 'MemberExpression':
        return constantMember(node, scope);
      default:
        return refuse(`${node.type} is outside the subset`, node);
    }
  }

  function literal(node: syntax.Expression & { readonly type: 'Literal' }): Translated {
    if (typeof node.value === 'boolean') return { kind: 'boolean', expression: boolean(node.value) };
    if (typeof node.value !== 'number') return refuse('a literal that is neither number nor boolean', node);
    return operators.literal(node.value, node.raw ?? String(node.value), node);
  }

  function identifier({ name, start }: Located & { readonly name: string }, scope: Scope | null) {
    const binding = lookUp(scope, name);
    if (binding === null) return refuse(`\`${name}\` is read before its declaration`, { start });
    if (binding === undefined)
      return (
        around.constantNamed(name) ?? refuse(`\`${name}\` is not a local variable or constant`, { start })
      );
    const expression = variable(binding.variable);
    if (binding.setFlag === null) return { kind: binding.kind, expression };
    return {
      kind: binding.kind,
      expression: {
        kind: 'require',
        condition: variable(binding.setFlag),
        otherwise: FAILURES.unset,
        operand: expression,
      },
    } as const;
  }

  function unary({ operator, argument, start }: syntax.UnaryExpression, scope: Scope | null): Translated {
    const operand = translate(argument, scope);
    if (operator !== '!') return operators.unary(operator, operand, { start });
    return { kind: 'boolean', expression: not(truthOf(operand, { start })) };
  }

  function binary(
    node: syntax.Expression & { readonly type: 'BinaryExpression' },
    scope: Scope | null,
  ): Translated {
    if (!('operator' in node) || node.operator === 'in') return refuse('the operator in', node);
    return operators.binary(node.operator, translate(node.left, scope), translate(node.right, scope), node);
  }

  function logical(node: syntax.LogicalExpression, scope: Scope | null): Translated {
    if (node.operator === '??') return refuse('the operator ??', node);
    const left = translate(node.left, scope);
    const right = translate(node.right, scope);
    const condition = truthOf(left, node);
    return node.operator === '&&'
      ? either(condition, right, left, node)
      : either(condition, left, right, node);
  }

  /** `a && b` and `a || b` where only their truth is asked for, so that the kinds may differ. */
  function conditionOf(node: syntax.Expression, scope: Scope | null): Expression {
    if (node.type === 'ParenthesizedExpression') return conditionOf(node.expression, scope);
    if (node.type === 'LogicalExpression' && node.operator !== '??') {
      const [left, right] = [conditionOf(node.left, scope), conditionOf(node.right, scope)];
      return node.operator === '&&'
        ? conditional(left, right, boolean(false))
        : conditional(left, boolean(true), right);
    }
    return truthOf(translate(node, scope), node);
  }

  function either(
    condition: Expression,
    whenTrue: Translated,
    whenFalse: Translated,
    node: Located,
  ): Translated {
    const [one, other] = [plain(whenTrue, node), plain(whenFalse, node)];
    if (one.kind !== other.kind) return refuse('a value that is a number or a boolean', node);
    return { kind: one.kind, expression: conditional(condition, one.expression, other.expression) };
  }

  function call(node: syntax.CallExpression, scope: Scope | null): Translated {
    const { callee } = node;
    if (node.optional) return refuse('an optional call', node);
    const given = node.arguments.map((argument) =>
      argument.type === 'SpreadElement' ? refuse('a spread argument', argument) : translate(argument, scope),
    );
    const math = isLanguages(callee, 'Math', scope);
    if (math !== null)
      return number(operators.math(math, given, node) ?? refuse(`Math.${math} called like this`, node));
    if (callee.type !== 'Identifier' || lookUp(scope, callee.name) !== undefined)
      return refuse('a call of something that is no function of the module', node);
    if (callee.name === 'Number' && !around.declares('Number') && given.length === 1)
      return number(numeric(given[0]!, node));
    if (callee.name === 'Boolean' && !around.declares('Boolean') && given.length === 1)
      return { kind: 'boolean', expression: truthOf(given[0]!, node) };
    const values = given.map((value) => plain(value, node));
    const target = around.functionNamed(
      callee.name,
      values.map(({ kind }) => kind),
      node,
    );
    if (target === null)
      return refuse(`a call of \`${callee.name}\`, which the module does not define`, node);
    if (target.result === null) return refuse(`the value of \`${callee.name}\`, which returns none`, node);
    return {
      kind: target.result,
      expression: {
        kind: 'call',
        function: target.name,
        arguments: values.map(({ expression }) => expression),
      },
    };
  }

  function constantMember(node: syntax.MemberExpression, scope: Scope | null): Translated {
    switch (isLanguages(node, 'Number', scope)) {
      case 'MAX_SAFE_INTEGER':
        return number(integer(BigInt(Number.MAX_SAFE_INTEGER)));
      case 'MIN_SAFE_INTEGER':
        return number(integer(BigInt(Number.MIN_SAFE_INTEGER)));
      default:
        return refuse('a property', node);
    }
  }

  /** The property's name when the node is `Object.property` of an object of the language that nothing hides. */
  function isLanguages(node: syntax.Expression, object: string, scope: Scope | null): string | null {
    if (node.type !== 'MemberExpression' || node.computed || node.optional) return null;
    if (node.object.type !== 'Identifier' || node.object.name !== object) return null;
    if (node.property.type !== 'Identifier') return null;
    const hidden = lookUp(scope, object) !== undefined || around.declares(object);
    return hidden ? null : node.property.name;
  }

  return { translate, conditionOf };
}
