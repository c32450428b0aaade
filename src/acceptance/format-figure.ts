/** A measured figure for a sentence, to six digits. */
export function formatFigure(value: number | null): string {
  return value === null ? 'nothing' : String(Number(value.toPrecision(6)));
}
