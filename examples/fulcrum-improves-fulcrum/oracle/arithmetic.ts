import { parseSync, type Expression, type Function as FunctionNode, type Statement } from 'oxc-parser';

/** A function of numbers. Anything it cannot make sense of is NaN. */
export type Formula = (values: readonly number[]) => number;

/** Of the names a function takes, in their order. */
type Values = readonly number[];
type Term = (values: Values) => number;
type Names = readonly string[];

const FUNCTIONS = new Map<string, (...values: number[]) => number>(
  [
    Math.abs,
    Math.sqrt,
    Math.exp,
    Math.log,
    Math.floor,
    Math.ceil,
    Math.round,
    Math.tanh,
    Math.sign,
    Math.min,
    Math.max,
  ].map((call) => [call.name, call]),
);

const OPERATORS = new Map<string, (left: number, right: number) => number>([
  ['+', (left, right) => left + right],
  ['-', (left, right) => left - right],
  ['*', (left, right) => left * right],
  ['/', (left, right) => left / right],
  ['%', (left, right) => left % right],
  ['**', (left, right) => left ** right],
  ['<', (left, right) => Number(left < right)],
  ['<=', (left, right) => Number(left <= right)],
  ['>', (left, right) => Number(left > right)],
  ['>=', (left, right) => Number(left >= right)],
  ['===', (left, right) => Number(left === right)],
  ['!==', (left, right) => Number(left !== right)],
]);

/**
 * Reads the first function of a text: conditions, arithmetic and Math, truth as 1 and 0. The text is never run: what a
 * search has made of a formula is looked up here operation by operation, so it always ends. Null when it holds anything
 * else.
 */
export function readFormula(text: string): Formula | null {
  const declared = declaredIn(text)?.declaration;
  if (declared?.type !== 'FunctionDeclaration') return null;
  try {
    return formulaOf(declared);
  } catch (error) {
    if (error instanceof UnknownTerm) return null;
    throw error;
  }
}

/** Reads the first list of a text: whole numbers. Null when it is anything else. */
export function readList(text: string): readonly number[] | null {
  const declared = declaredIn(text)?.declaration;
  if (declared?.type !== 'VariableDeclaration') return null;
  const list = declared.declarations[0]!.init;
  if (list?.type !== 'ArrayExpression') return null;
  const values = list.elements.map((element) =>
    element?.type === 'Literal' && typeof element.value === 'number' ? element.value : NaN,
  );
  return values.every(Number.isInteger) ? values : null;
}

class UnknownTerm extends Error {}

function declaredIn(text: string) {
  const { program, errors } = parseSync('task.ts', text);
  const first = program.body[0];
  return errors.length === 0 && first?.type === 'ExportNamedDeclaration' ? first : null;
}

function formulaOf(declared: FunctionNode): Formula {
  const names = declared.params.map((parameter) => {
    if (parameter.type !== 'Identifier') throw new UnknownTerm(parameter.type);
    return parameter.name;
  });
  const run = sequence(declared.body!.body, names);
  return (values) => run(values) ?? NaN;
}

/** Answers undefined where no statement returns. */
type Step = (values: Values) => number | undefined;

function sequence(statements: readonly Statement[], names: Names): Step {
  const steps = statements.map((statement) => step(statement, names));
  return (values) => {
    for (const run of steps) {
      const answer = run(values);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
}

function step(statement: Statement, names: Names): Step {
  switch (statement.type) {
    case 'ReturnStatement':
      return statement.argument === null ? () => NaN : term(statement.argument, names);
    case 'BlockStatement':
      return sequence(statement.body, names);
    case 'IfStatement': {
      const [test, yes] = [term(statement.test, names), step(statement.consequent, names)];
      const no = statement.alternate ? step(statement.alternate, names) : () => undefined;
      return (values) => (isTrue(test(values)) ? yes(values) : no(values));
    }
    case 'EmptyStatement':
      return () => undefined;
    default:
      throw new UnknownTerm(statement.type);
  }
}

function term(expression: Expression, names: Names): Term {
  switch (expression.type) {
    case 'Literal': {
      const { value } = expression;
      if (typeof value !== 'number' && typeof value !== 'boolean') throw new UnknownTerm('Literal');
      return () => Number(value);
    }
    case 'Identifier': {
      const at = names.indexOf(expression.name);
      if (at === -1) throw new UnknownTerm(expression.name);
      return (values) => values[at]!;
    }
    case 'ParenthesizedExpression':
      return term(expression.expression, names);
    case 'UnaryExpression': {
      const operand = term(expression.argument, names);
      if (expression.operator === '-') return (values) => -operand(values);
      if (expression.operator === '+') return operand;
      if (expression.operator === '!') return (values) => Number(!isTrue(operand(values)));
      throw new UnknownTerm(expression.operator);
    }
    case 'BinaryExpression': {
      const operate = OPERATORS.get(expression.operator);
      if (operate === undefined) throw new UnknownTerm(expression.operator);
      const [left, right] = [term(expression.left as Expression, names), term(expression.right, names)];
      return (values) => operate(left(values), right(values));
    }
    case 'LogicalExpression': {
      const [left, right] = [term(expression.left, names), term(expression.right, names)];
      if (expression.operator === '&&')
        return (values) => (isTrue(left(values)) ? right(values) : left(values));
      if (expression.operator === '||')
        return (values) => (isTrue(left(values)) ? left(values) : right(values));
      throw new UnknownTerm(expression.operator);
    }
    case 'ConditionalExpression': {
      const [test, yes, no] = [
        term(expression.test, names),
        term(expression.consequent, names),
        term(expression.alternate, names),
      ];
      return (values) => (isTrue(test(values)) ? yes(values) : no(values));
    }
    case 'CallExpression': {
      const { callee } = expression;
      const isMath =
        callee.type === 'MemberExpression' &&
        callee.object.type === 'Identifier' &&
        callee.object.name === 'Math' &&
        callee.property.type === 'Identifier';
      const call = isMath ? FUNCTIONS.get((callee.property as { readonly name: string }).name) : undefined;
      if (call === undefined) throw new UnknownTerm('CallExpression');
      const operands = expression.arguments.map((argument) => term(argument as Expression, names));
      return (values) => call(...operands.map((operand) => operand(values)));
    }
    default:
      throw new UnknownTerm(expression.type);
  }
}

function isTrue(value: number): boolean {
  return value !== 0 && !Number.isNaN(value);
}
