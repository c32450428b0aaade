import type { Operator } from '../operator.ts';
import { clauseAdd } from './clause-add.ts';
import { clauseDrop } from './clause-drop.ts';
import { conditionNegate } from './condition-negate.ts';
import { constantFineJitter } from './constant-fine-jitter.ts';
import { constantJitter } from './constant-jitter.ts';
import { constantLinked } from './constant-linked.ts';
import { crossover } from './crossover.ts';
import { elementChange } from './element-change.ts';
import { elementDelete } from './element-delete.ts';
import { elementInsert } from './element-insert.ts';
import { elementSwap } from './element-swap.ts';
import { expressionBorrow } from './expression-borrow.ts';
import { expressionReplace } from './expression-replace.ts';
import { expressionShrink } from './expression-shrink.ts';
import { expressionWrap } from './expression-wrap.ts';
import { guardAdd } from './guard-add.ts';
import { guardDrop } from './guard-drop.ts';
import { negate } from './negate.ts';
import { operatorFlip } from './operator-flip.ts';
import { statementCopy } from './statement-copy.ts';
import { statementDelete } from './statement-delete.ts';
import { statementReplace } from './statement-replace.ts';
import { statementSwap } from './statement-swap.ts';

/** Every operator there is, crossover last: it alone needs a mate. */
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

/** Those that are used when a task names none: for typed code and tables. */
export const DEFAULT_OPERATORS: readonly Operator[] = OPERATORS.filter(
  (operator) => operator !== expressionBorrow && operator !== conditionNegate,
);
