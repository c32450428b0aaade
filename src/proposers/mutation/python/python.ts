import type { Language } from '../language.ts';
import { freshBody } from './fresh-body.ts';
import { crossover } from './operators/crossover.ts';
import { OPERATORS } from './operators/index.ts';
import { createParser, type Parsed } from './parser.ts';
import type { Place } from './syntax-tree.ts';

/** Python 3, by the syntax trees of `@lezer/python`. */
export const python: Language<Place, Parsed> = {
  files: /\.py$/,
  createParser,
  operators: OPERATORS,
  // Python is mostly written without types, so that operators that need none are among them.
  defaults: OPERATORS.map(({ id }) => id),
  crossover,
  freshBody,
};
