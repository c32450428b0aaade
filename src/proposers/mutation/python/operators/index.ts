import type { Operator } from '../operator.ts';
import { clauseAdd, clauseDrop, guardAdd, guardDrop } from './conditions.ts';
import { constantFineJitter, constantJitter, constantLinked } from './constants.ts';
import { crossover } from './crossover.ts';
import { elementChange, elementDelete, elementInsert, elementSwap } from './elements.ts';
import { expressionBorrow, expressionReplace, expressionShrink, expressionWrap } from './expressions.ts';
import { operatorFlip } from './operator-flip.ts';
import { conditionNegate, negate } from './opposites.ts';
import { statementCopy, statementDelete, statementReplace, statementSwap } from './statements.ts';

/** Every operator on Python there is, crossover last: it alone needs a mate. */
export const OPERATORS: readonly Operator[] = [
  constantJitter,
  constantFineJitter,
  constantLinked,
  operatorFlip,
  negate,
  expressionReplace,
  expressionWrap,
  expressionShrink,
  clauseAdd,
  clauseDrop,
  guardAdd,
  guardDrop,
  statementDelete,
  statementSwap,
  statementCopy,
  statementReplace,
  elementDelete,
  elementSwap,
  elementInsert,
  elementChange,
  expressionBorrow,
  conditionNegate,
  crossover,
];
