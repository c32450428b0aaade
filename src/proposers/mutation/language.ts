import type { Random } from '../../kernel/random.ts';
import type { Edit } from './edit.ts';
import type { Parser } from './recent-texts.ts';
import type { SourcePlace, SourceTree } from './source-tree.ts';
import type { SyntaxOperator } from './syntax-operator.ts';

/** Everything the proposer knows about one programming language. */
export interface Language<Place extends SourcePlace, Tree extends SourceTree<Place>> {
  /** Paths of its files. */
  readonly files: RegExp;
  /** @param capacity how many texts the parser remembers */
  readonly createParser: (capacity: number) => Parser<Tree>;
  readonly operators: readonly SyntaxOperator<Place, Tree>[];
  /** Identifiers of those that are used when a task names none. */
  readonly defaults: readonly string[];
  /** The operator that needs a mate. */
  readonly crossover: SyntaxOperator<Place, Tree>;
  /** Replaces what one function does by a random expression; null when there is no function to do so in. */
  readonly freshBody: (parsed: Tree, random: Random) => readonly Edit[] | null;
}
