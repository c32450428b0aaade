import type { Random } from '../../kernel/random.ts';
import type { Edit } from './edit.ts';
import type { SourcePlace, SourceTree } from './source-tree.ts';

/** One way to change code of a language. Pure: the same site and random stream give the same edits. */
export interface SyntaxOperator<Place extends SourcePlace, Tree extends SourceTree<Place>> {
  /** The same in every language that has the concept. */
  readonly id: string;
  /** How often it is drawn, relative to the others that have a site. */
  readonly weight: number;
  /** Where it can be applied. */
  readonly sites: (parsed: Tree) => readonly Place[];
  /** The change at one site, or null when there is none to be made. `mate` is the same file of another candidate. */
  readonly apply: (parsed: Tree, site: Place, random: Random, mate: Tree | null) => readonly Edit[] | null;
}
