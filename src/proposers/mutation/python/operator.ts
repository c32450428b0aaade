import type { SyntaxOperator } from '../syntax-operator.ts';
import type { Parsed } from './parser.ts';
import type { Place } from './syntax-tree.ts';

/** One way to change Python. */
export type Operator = SyntaxOperator<Place, Parsed>;
