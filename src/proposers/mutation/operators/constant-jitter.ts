import type { Random } from '../../../kernel/random.ts';
import { constantAt, constantExpression } from '../constants.ts';
import { replaceWith } from '../edit.ts';
import { constantsInCode } from '../lists.ts';
import { numberText } from '../number-text.ts';
import type { Operator } from '../operator.ts';

/**
 * A large change of one constant: another size, another sign, a small whole number or a power of ten. Not for tables of
 * whole numbers.
 */
export const constantJitter: Operator = {
  id: 'constant-jitter',
  weight: 1.5,
  sites: constantsInCode,
  apply: (parsed, site, random) => {
    const text = coarseChange(constantAt(site)!, random);
    return [replaceWith(parsed, site, constantExpression(text))];
  },
};

/** A number far from `value`; whole numbers mostly stay whole. */
export function coarseChange(value: number, random: Random): string {
  const draw = random.next();
  if (draw < 0.15) return numberText(-value, 15);
  if (draw < 0.35) return String(random.below(12) - 1);
  if (draw < 0.45) return numberText((random.chance(0.2) ? -1 : 1) * 10 ** (random.below(7) - 3), 1);
  if (draw < 0.55 && Number.isInteger(value)) return String(value + (random.chance(0.5) ? 1 : -1));
  const factor = random.chance(0.3) ? 10 : 1 + random.next() * 3;
  const scaled = random.chance(0.5) ? value * factor : value / factor;
  return Number.isInteger(value) && random.chance(0.8) ? String(Math.round(scaled)) : numberText(scaled, 3);
}
