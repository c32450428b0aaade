import { coarseChange, fineChange } from '../../number-change.ts';
import { constantAt, constantsInCode } from '../constants.ts';
import { replaceWith } from '../expression-edit.ts';
import { constantExpression } from '../grammar.ts';
import type { Operator } from '../operator.ts';

/** A large change of one constant: another size, another sign, a small whole number or a power of ten. */
export const constantJitter: Operator = {
  id: 'constant-jitter',
  weight: 1.5,
  sites: constantsInCode,
  apply: (parsed, site, random) => {
    const text = coarseChange(constantAt(parsed.text, site)!, random);
    return [replaceWith(parsed, site, constantExpression(text))];
  },
};

/** A change of one constant by a few per cent. */
export const constantFineJitter: Operator = {
  id: 'constant-fine-jitter',
  weight: 1.5,
  sites: constantsInCode,
  apply: (parsed, site, random) => {
    const text = fineChange(constantAt(parsed.text, site)!, random);
    return [replaceWith(parsed, site, constantExpression(text))];
  },
};

/** One value changed at every site that holds it. */
export const constantLinked: Operator = {
  id: 'constant-linked',
  weight: 0.5,
  sites: (parsed) => {
    const places = constantsInCode(parsed);
    const values = places.map((place) => constantAt(parsed.text, place));
    return places.filter((_, index) =>
      values.some((value, other) => other !== index && value === values[index]),
    );
  },
  apply: (parsed, site, random) => {
    const value = constantAt(parsed.text, site)!;
    const text = random.chance(0.5) ? coarseChange(value, random) : fineChange(value, random);
    const same = constantsInCode(parsed).filter((place) => constantAt(parsed.text, place) === value);
    return same.map((place) => replaceWith(parsed, place, constantExpression(text)));
  },
};
