/** Something to be placed at a height. */
export interface Placed {
  readonly y: number;
}

/**
 * Moves labels apart until neighbours keep a distance of `spacing` and all lie within [top, bottom], each as near to where
 * it belongs as its order allows. Order is kept; the labels must fit.
 */
export function spreadLabels<Label extends Placed>(
  labels: readonly Label[],
  spacing: number,
  top: number,
  bottom: number,
): readonly Label[] {
  const sorted = labels.toSorted((left, right) => left.y - right.y);
  let limit = top;
  const pushedDown = sorted.map((label) => {
    const y = Math.max(label.y, limit);
    limit = y + spacing;
    return y;
  });
  limit = bottom;
  const settled = pushedDown.toReversed().map((height) => {
    const y = Math.min(height, limit);
    limit = y - spacing;
    return y;
  });
  return sorted.map((label, index) => ({ ...label, y: settled.at(-1 - index)! }));
}
