/** A picture of dots, two across and four down in each character cell (Unicode U+2800 to U+28FF). */
export interface BrailleCanvas {
  /** Sets a dot; (0, 0) is the upper left one. Dots outside are left out. */
  readonly set: (x: number, y: number) => void;
  /** The character at a cell, or null when it is empty. */
  readonly cell: (column: number, row: number) => string | null;
}

/** Bits of the dots of a cell, row by row. */
const BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

export function createBrailleCanvas(columns: number, rows: number): BrailleCanvas {
  const cells = new Uint8Array(columns * rows);
  return {
    set(x, y) {
      if (x < 0 || y < 0 || x >= columns * 2 || y >= rows * 4) return;
      cells[Math.floor(y / 4) * columns + Math.floor(x / 2)]! |= BITS[y % 4]![x % 2]!;
    },
    cell(column, row) {
      const bits = cells[row * columns + column]!;
      return bits === 0 ? null : String.fromCodePoint(0x2800 + bits);
    },
  };
}
