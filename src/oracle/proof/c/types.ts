import type { Expression, IntegerType } from '../program.ts';

/** A type of the subset; `boolean` is `_Bool`. */
export type CType = IntegerType | 'boolean';

export interface Typed {
  readonly type: CType;
  readonly expression: Expression;
}

const signed = (bits: number): IntegerType => ({ bits, signed: true });
const unsigned = (bits: number): IntegerType => ({ bits, signed: false });

export const INT = signed(32);

const NAMED: { readonly [name: string]: CType } = {
  int8_t: signed(8),
  int16_t: signed(16),
  int32_t: signed(32),
  int64_t: signed(64),
  uint8_t: unsigned(8),
  uint16_t: unsigned(16),
  uint32_t: unsigned(32),
  uint64_t: unsigned(64),
  bool: 'boolean',
  _Bool: 'boolean',
};

/** Words that make up the other types, and ones that change nothing of a value. */
const PARTS: ReadonlySet<string> = new Set(['signed', 'unsigned', 'short', 'int', 'long', 'char']);
export const QUALIFIERS: ReadonlySet<string> = new Set(['const', 'static', 'inline', 'register', 'extern']);

export function isTypeWord(word: string): boolean {
  return Object.hasOwn(NAMED, word) || PARTS.has(word) || QUALIFIERS.has(word);
}

/**
 * The type that specifiers name, in the LP64 data model (`int` 32, `long` and `long long` 64 bits); null when they name
 * none. Plain `char` is none: whether it has a sign is up to the implementation.
 */
export function typeOf(words: readonly string[]): CType | null {
  if (words.length === 1 && Object.hasOwn(NAMED, words[0]!)) return NAMED[words[0]!]!;
  if (words.length === 0 || !words.every((word) => PARTS.has(word))) return null;
  const count = (word: string): number => words.filter((other) => other === word).length;
  const isSigned = count('unsigned') === 0;
  if (count('signed') + count('unsigned') > 1 || count('int') > 1) return null;
  const size = ['char', 'short', 'long'].filter((word) => count(word) > 0);
  if (size.length > 1) return null;
  switch (size[0]) {
    case 'char':
      return count('char') === 1 && count('int') === 0 && words.length === 2
        ? { bits: 8, signed: isSigned }
        : null;
    case 'short':
      return count('short') === 1 ? { bits: 16, signed: isSigned } : null;
    case 'long':
      return count('long') <= 2 ? { bits: 64, signed: isSigned } : null;
    default:
      return { bits: 32, signed: isSigned };
  }
}

/** Conversion as if by assignment (ISO/IEC 9899:2018, 6.3.1); modulo 2^bits where the implementation chooses. */
export function convertTo(value: Typed, type: CType): Typed {
  if (type === 'boolean') return { type, expression: truthOf(value) };
  if (value.type === 'boolean') return { type, expression: { kind: 'number-of', operand: value.expression } };
  if (sameType(value.type, type)) return value;
  return { type, expression: { kind: 'convert', operand: value.expression, type } };
}

export function truthOf({ type, expression }: Typed): Expression {
  return type === 'boolean' ? expression : { kind: 'truth', operand: expression };
}

/** Integer promotions (6.3.1.1). */
export function promote(value: Typed): Typed & { readonly type: IntegerType } {
  const { type } = value;
  const wide = type === 'boolean' || type.bits < INT.bits ? INT : type;
  return { ...convertTo(value, wide), type: wide };
}

/** Usual arithmetic conversions (6.3.1.8). */
export function balance(
  left: Typed,
  right: Typed,
): { readonly left: Expression; readonly right: Expression; readonly type: IntegerType } {
  const [one, other] = [promote(left), promote(right)];
  const type = commonType(one.type, other.type);
  return { left: convertTo(one, type).expression, right: convertTo(other, type).expression, type };
}

function commonType(left: IntegerType, right: IntegerType): IntegerType {
  if (left.bits !== right.bits) return left.bits > right.bits ? left : right;
  return left.signed ? right : left;
}

function sameType(left: IntegerType, right: IntegerType): boolean {
  return left.bits === right.bits && left.signed === right.signed;
}
