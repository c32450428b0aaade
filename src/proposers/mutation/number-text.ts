import type { Random } from '../../kernel/random.ts';

/** A number in the shortest form that keeps `digits` significant digits. */
export function numberText(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}

/**
 * A constant without knowledge of the task: small whole numbers, whole numbers and reals of all magnitudes between a
 * thousandth and a thousand, powers of ten, and those the code already holds.
 */
export function randomConstant(known: readonly number[], random: Random): string {
  const draw = random.next();
  if (draw < 0.3) return String(1 + random.below(10));
  if (draw < 0.5) return numberText(10 ** (random.next() * 6 - 3), 2);
  if (draw < 0.7) return String(Math.round(10 ** (random.next() * 3)));
  if (draw < 0.8) return numberText(random.next(), 2);
  if (draw < 0.9 || known.length === 0) return numberText(10 ** (random.below(7) - 3), 1);
  return String(Math.abs(random.pick(known)));
}
