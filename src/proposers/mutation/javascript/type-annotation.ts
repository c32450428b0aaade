import type { Node } from 'oxc-parser';

/** The types the operators tell apart. `numbers` is a list of numbers, `unknown` anything not understood. */
export type ValueType = 'number' | 'boolean' | 'text' | 'numbers' | 'unknown';

const LISTS = new Set(['Array', 'ReadonlyArray']);
const NUMBER_LISTS = /^(Float(16|32|64)|Uint8Clamped|U?[Ii]nt(8|16|32))Array$/;

/** What a TypeScript annotation says, as far as the operators understand it. */
export function typeOfAnnotation(type: Node): ValueType {
  switch (type.type) {
    case 'TSNumberKeyword':
      return 'number';
    case 'TSBooleanKeyword':
      return 'boolean';
    case 'TSStringKeyword':
      return 'text';
    case 'TSLiteralType':
      return type.literal.type === 'Literal' ? typeOfLiteral(type.literal.value) : 'unknown';
    case 'TSParenthesizedType':
      return typeOfAnnotation(type.typeAnnotation);
    case 'TSTypeOperator':
      return type.operator === 'readonly' ? typeOfAnnotation(type.typeAnnotation) : 'unknown';
    case 'TSArrayType':
      return typeOfAnnotation(type.elementType) === 'number' ? 'numbers' : 'unknown';
    case 'TSTupleType':
      return type.elementTypes.every((element) => typeOfAnnotation(element) === 'number')
        ? 'numbers'
        : 'unknown';
    case 'TSTypeReference': {
      if (type.typeName.type !== 'Identifier') return 'unknown';
      if (NUMBER_LISTS.test(type.typeName.name)) return 'numbers';
      const element = type.typeArguments?.params[0];
      return LISTS.has(type.typeName.name) && element && typeOfAnnotation(element) === 'number'
        ? 'numbers'
        : 'unknown';
    }
    default:
      return 'unknown';
  }
}

/** The type of a literal's value. */
export function typeOfLiteral(value: unknown): ValueType {
  switch (typeof value) {
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'text';
    default:
      return 'unknown';
  }
}
