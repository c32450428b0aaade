import { constantAt, constantExpression } from '../constants.ts';
import { replaceWith } from '../expression-edit.ts';
import { constantsInCode } from '../lists.ts';
import { fineChange } from '../../number-change.ts';
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
