import type { Random } from '../../../kernel/random.ts';
import { constantAt, constantExpression } from '../constants.ts';
import { replaceWith } from '../edit.ts';
import { constantsInCode } from '../lists.ts';
import { numberText } from '../number-text.ts';
import type { Operator } from '../operator.ts';

/** A change of one constant by a few per cent. Not for tables of whole numbers. */
export const constantFineJitter: Operator = {
  id: 'constant-fine-jitter',
  weight: 1.5,
  sites: constantsInCode,
  apply: (parsed, site, random) => {
    const text = fineChange(constantAt(site)!, random);
    return [replaceWith(parsed, site, constantExpression(text))];
  },
};

/** A number near `value`: a normal step of 5 % of it, whole numbers by at least one. */
export function fineChange(value: number, random: Random): string {
  const step = random.normal() * 0.05 * Math.abs(value);
  if (!Number.isInteger(value)) return numberText(value + step, 4);
  return String(value + Math.sign(step || 1) * Math.max(1, Math.round(Math.abs(step))));
}
