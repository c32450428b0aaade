import type { IllustrationAxis, ShapesIllustration } from '../../kernel/illustration.ts';

/** A picture a task adds to its report, as data. */
export type Figure = HeatMapFigure | ShapesFigure;

/** A function of two whole numbers, as one or more panels side by side: before and after. */
export interface HeatMapFigure {
  readonly kind: 'heat-map';
  readonly title: string;
  /** One or two sentences: what is shown and what to look for. */
  readonly caption: string;
  readonly x: IllustrationAxis;
  readonly y: IllustrationAxis;
  readonly unit: string;
  /** `diverging` is centred on zero: for differences and signed values. */
  readonly scale: 'sequential' | 'diverging';
  /** One colour scale for all panels, or one for each. */
  readonly shared: boolean;
  readonly panels: readonly HeatMapPanel[];
}

export interface HeatMapPanel {
  readonly label: string;
  /** `rows[j][i]` is the value at the i-th x and the j-th y; null or a non-finite number where there is none. */
  readonly rows: readonly (readonly (number | null)[])[];
}

/** Circles and rectangles in a box, as one or more panels side by side: before and after. */
export interface ShapesFigure {
  readonly kind: 'shapes';
  readonly title: string;
  readonly caption: string;
  readonly panels: readonly ShapesPanel[];
}

export interface ShapesPanel extends Pick<ShapesIllustration, 'box' | 'shapes'> {
  readonly label: string;
  /** What is said of this panel, below it. */
  readonly note: string;
}
