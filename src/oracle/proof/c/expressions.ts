import { INT32, compare, conditional, integer, not, variable } from '../build-expression.ts';
import type { Arithmetic, Expression, IntegerType } from '../program.ts';
import { FAILURES, rangeOf } from '../program.ts';
import type { Reader } from './reader.ts';
import type { Token } from './tokens.ts';
import type { CType, Typed } from './types.ts';
import { balance, convertTo, promote, truthOf } from './types.ts';

export interface CBinding {
  readonly variable: string;
  readonly type: CType;
  /** Variable that says whether it has a value yet; null when it always has. */
  readonly setFlag: string | null;
}

export interface CFunction {
  readonly name: string;
  readonly parameters: readonly CType[];
  /** Null for `void`. */
  readonly result: CType | null;
}

/** What names stand for where an expression stands. */
export interface CNames {
  readonly binding: (name: string) => CBinding | undefined;
  readonly function: (name: string, token: Token) => CFunction | undefined;
}

/** Binary operators, weakest first (ISO/IEC 9899:2018, 6.5). */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const LIMITS: { readonly [name: string]: readonly [bigint, IntegerType] } = Object.fromEntries(
  (
    [
      ['INT', 32, true],
      ['LONG', 64, true],
      ['LLONG', 64, true],
      ['INT32', 32, true],
      ['INT64', 64, true],
      ['UINT', 32, false],
      ['ULONG', 64, false],
      ['ULLONG', 64, false],
      ['UINT32', 32, false],
      ['UINT64', 64, false],
    ] as const
  ).flatMap(([name, bits, signed]) => {
    const type = { bits, signed };
    const { low, high } = rangeOf(type);
    const greatest = [`${name}_MAX`, [high, type]] as const;
    return signed ? [greatest, [`${name}_MIN`, [low, type]] as const] : [greatest];
  }),
);

/** Reads C expressions without side effects: assignments and `++` are statements here. */
export function createCExpressions(reader: Reader, names: CNames) {
  const { refuse } = reader;

  function read(): Typed {
    const condition = level(0);
    if (reader.take('?') === null) return condition;
    const whenTrue = read();
    reader.expect(':');
    const whenFalse = read();
    const { left, right, type } = balance(whenTrue, whenFalse);
    return { type, expression: conditional(truthOf(condition), left, right) };
  }

  function level(index: number): Typed {
    if (index === LEVELS.length) return unary();
    let left = level(index + 1);
    for (let token = reader.take(...LEVELS[index]!); token !== null; token = reader.take(...LEVELS[index]!))
      left = operate(token.text, left, level(index + 1));
    return left;
  }

  /** Also what a compound assignment does. */
  function operate(operator: string, left: Typed, right: Typed): Typed {
    switch (operator) {
      case '&&':
        return truthValue(conditional(truthOf(left), truthOf(right), { kind: 'boolean', value: false }));
      case '||':
        return truthValue(conditional(truthOf(left), { kind: 'boolean', value: true }, truthOf(right)));
      case '<<':
      case '>>':
        return shift(operator, promote(left), promote(right));
      default:
        return balanced(operator, left, right);
    }
  }

  function balanced(operator: string, one: Typed, other: Typed): Typed {
    const { left, right, type } = balance(one, other);
    const arithmetic = arithmeticOf(type);
    switch (operator) {
      case '+':
      case '-':
      case '*':
        return { type, expression: { kind: 'arithmetic', operator, left, right, arithmetic } };
      case '/':
      case '%':
        return {
          type,
          expression: {
            kind: 'divide',
            result: operator === '/' ? 'quotient' : 'remainder',
            rounding: 'truncate',
            left,
            right,
            byZero: { kind: 'failure', failure: FAILURES.division },
            arithmetic,
          },
        };
      case '&':
      case '|':
      case '^':
        return { type, expression: { kind: 'bitwise', operator, left, right } };
      case '==':
        return truthValue(compare('===', left, right));
      case '!=':
        return truthValue(not(compare('===', left, right)));
      case '<':
      case '<=':
        return truthValue(compare(operator, left, right));
      case '>':
        return truthValue(compare('<', right, left));
      case '>=':
        return truthValue(compare('<=', right, left));
      default:
        return refuse(`the operator ${operator}`);
    }
  }

  function shift(operator: '<<' | '>>', left: Typed & { readonly type: IntegerType }, count: Typed): Typed {
    const { type, expression } = left;
    return {
      type,
      expression: { kind: 'shift', operator, left: expression, count: count.expression, type, masked: false },
    };
  }

  function unary(): Typed {
    const token = reader.take('-', '+', '~', '!', '(');
    switch (token?.text) {
      case '-': {
        const { type, expression } = promote(unary());
        return { type, expression: { kind: 'negate', operand: expression, arithmetic: arithmeticOf(type) } };
      }
      case '+':
        return promote(unary());
      case '~':
        return complement(promote(unary()));
      case '!':
        return truthValue(not(truthOf(unary())));
      case '(':
        return parenthesised();
      default:
        return primary();
    }
  }

  function complement({ type, expression }: Typed & { readonly type: IntegerType }): Typed {
    const ones = integer(type.signed ? -1n : rangeOf(type).high);
    return { type, expression: { kind: 'bitwise', operator: '^', left: expression, right: ones } };
  }

  function parenthesised(): Typed {
    if (reader.atType()) {
      const type = reader.type();
      reader.expect(')');
      return convertTo(unary(), type);
    }
    const inner = read();
    reader.expect(')');
    return inner;
  }

  function primary(): Typed {
    const token = reader.next();
    if (token.kind === 'number') return literal(token);
    if (token.kind !== 'word') return refuse(`\`${token.text}\` where a value is expected`, token);
    if (reader.peek().text === '(') return call(token);
    const binding = names.binding(token.text);
    if (binding !== undefined) return valueOf(binding);
    if (token.text === 'true' || token.text === 'false')
      return { type: INT32, expression: integer(token.text === 'true' ? 1n : 0n) };
    const limit = Object.hasOwn(LIMITS, token.text) ? LIMITS[token.text]! : null;
    if (limit === null) return refuse(`\`${token.text}\` is no local variable`, token);
    return { type: limit[1], expression: integer(limit[0]) };
  }

  function call(token: Token): Typed {
    const target = callOf(token);
    if (target.result === null) return refuse(`the value of \`${token.text}\`, which returns none`, token);
    return { type: target.result, expression: target.expression };
  }

  /** A call, its name already read. */
  function callOf(token: Token): { readonly result: CType | null; readonly expression: Expression } {
    reader.expect('(');
    const given: Typed[] = [];
    if (reader.take(')') === null) {
      do given.push(read());
      while (reader.take(',') !== null);
      reader.expect(')');
    }
    const target = names.binding(token.text) === undefined ? names.function(token.text, token) : undefined;
    if (target === undefined)
      return refuse(`a call of \`${token.text}\`, which the file does not define`, token);
    if (target.parameters.length !== given.length)
      return refuse(`\`${token.text}\` called with ${given.length} arguments`, token);
    const converted = given.map((value, index) => convertTo(value, target.parameters[index]!).expression);
    return {
      result: target.result,
      expression: { kind: 'call', function: target.name, arguments: converted },
    };
  }

  function literal(token: Token): Typed {
    const [, digits, suffix] = /^(.*?)([uUlL]*)$/.exec(token.text)!;
    const octal = /^0\d+$/.test(digits!);
    if (octal && /[89]/.test(digits!)) return refuse(`\`${token.text}\` is no number`, token);
    const value = BigInt(octal ? `0o${digits!.slice(1)}` : digits!);
    const type = literalType(value, suffix!.toLowerCase(), /^[1-9]/.test(digits!));
    return type === null
      ? refuse(`\`${token.text}\` has no type that holds it`, token)
      : { type, expression: integer(value) };
  }

  return { read, operate, callOf };
}

/** The value of a variable; reading it before it is set is undefined. */
export function valueOf({ variable: name, type, setFlag }: CBinding): Typed {
  const expression = variable(name);
  if (setFlag === null) return { type, expression };
  const condition = variable(setFlag);
  return {
    type,
    expression: { kind: 'require', condition, otherwise: FAILURES.uninitialised, operand: expression },
  };
}

/** Comparisons and `!` have the type int. */
function truthValue(expression: Expression): Typed {
  return { type: INT32, expression: { kind: 'number-of', operand: expression } };
}

function arithmeticOf(type: IntegerType): Arithmetic {
  return { kind: type.signed ? 'checked' : 'wrapping', type };
}

/** The first type of the list in 6.4.4.1 that holds the value. */
function literalType(value: bigint, suffix: string, decimal: boolean): IntegerType | null {
  if (!['', 'u', 'l', 'll', 'ul', 'lu', 'ull', 'llu'].includes(suffix)) return null;
  const widths = suffix.includes('l') ? [64] : [32, 64];
  const signs = suffix.includes('u') ? [false] : decimal ? [true] : [true, false];
  const types = widths.flatMap((bits) => signs.map((signed) => ({ bits, signed })));
  return types.find((type) => value <= rangeOf(type).high) ?? null;
}
