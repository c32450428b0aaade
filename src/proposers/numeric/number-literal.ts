import type { Expression } from 'oxc-parser';

/** The finite number that a literal with or without a sign stands for, or null. */
export function numberAt(expression: Expression): number | null {
  if (expression.type === 'UnaryExpression' && (expression.operator === '-' || expression.operator === '+')) {
    const value = numberAt(expression.argument);
    return value === null || expression.operator === '+' ? value : -value;
  }
  if (expression.type !== 'Literal' || typeof expression.value !== 'number') return null;
  return Number.isFinite(expression.value) ? expression.value : null;
}
