import { constantAt, constantExpression } from '../constants.ts';
import { replaceWith } from '../expression-edit.ts';
import { constantsInCode } from '../lists.ts';
import { coarseChange } from '../../number-change.ts';
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
