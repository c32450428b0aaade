import type { Hash } from '../kernel/candidate.ts';
import type { Certificate } from '../kernel/certificate.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Figure } from './figure/figure.ts';
import type { RunHistory } from './history.ts';

/** All a report is made of. */
export interface ReportInput {
  readonly main: RunHistory;
  /** The control run on an equal budget; null when there was none. */
  readonly control: RunHistory | null;
  /** What its keeps are worth; null before the baseline was judged. */
  readonly certificate: Certificate | null;
  readonly figures: readonly Figure[];
  /** What to type, by purpose: `run again`, `verify`. */
  readonly commands: { readonly [purpose: string]: string };
  /** Versions and machine, as the surface that writes the report observed them. */
  readonly environment: JsonObject;
  /** Paths of the editable files of a tree, sorted. */
  readonly editableFiles: (tree: Hash) => readonly string[];
  /** Text of a file of a tree, or null when it is missing or is not text. */
  readonly readFile: (tree: Hash, path: string) => string | null;
}
