import type { Language } from '../language.ts';
import { freshBody } from './fresh-body.ts';
import { crossover } from './operators/crossover.ts';
import { DEFAULT_OPERATORS, OPERATORS } from './operators/index.ts';
import { createParser, type Parsed } from './parser.ts';
import type { Place } from './syntax-tree.ts';

/** TypeScript and JavaScript, by the syntax trees of oxc. */
export const javascript: Language<Place, Parsed> = {
  files: /\.[cm]?[jt]sx?$/,
  createParser,
  operators: OPERATORS,
  defaults: DEFAULT_OPERATORS.map(({ id }) => id),
  crossover,
  freshBody,
};
