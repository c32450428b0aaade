/** A part of a text that can be changed, with the parts inside it. Every language adds what its operators need. */
export interface SourcePlace {
  /** Range in the text, grouping parentheses included. */
  readonly start: number;
  readonly end: number;
  readonly children: readonly SourcePlace[];
}

/** One text, read in its language. */
export interface SourceTree<Place extends SourcePlace = SourcePlace> {
  readonly path: string;
  readonly text: string;
  /** Every place that can be changed, parents before children. */
  readonly places: readonly Place[];
}
