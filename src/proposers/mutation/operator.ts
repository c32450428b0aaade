import type { Random } from '../../kernel/random.ts';
import type { Edit } from './edit.ts';
import type { Parsed } from './parser.ts';
import type { Place } from './syntax-tree.ts';

/** One way to change code. Pure: the same site and random stream give the same edits. */
export interface Operator {
  readonly id: string;
  /** How often it is drawn, relative to the others that have a site. */
  readonly weight: number;
  /** Where it can be applied. */
  readonly sites: (parsed: Parsed) => readonly Place[];
  /** The change at one site, or null when there is none to be made. `mate` is the same file of another candidate. */
  readonly apply: (
    parsed: Parsed,
    site: Place,
    random: Random,
    mate: Parsed | null,
  ) => readonly Edit[] | null;
}
