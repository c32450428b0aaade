import { cellsOf } from './cells.ts';
import type { Paint } from './paint.ts';
import { fit, printable } from './sanitise.ts';

export interface TableColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** A column for each title: the one at `left` holds words, the others numbers. */
export function columnsOf(titles: readonly string[], left = 0): readonly TableColumn[] {
  return titles.map((title, index) => ({ title, align: index === left ? 'left' : 'right' }));
}

/**
 * Rows as aligned columns under their titles, as lines no wider than `width`: the widest columns give way first. Every
 * cell is made harmless for a terminal.
 */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  options: { readonly width: number; readonly paint: Paint },
): readonly string[] {
  const cells = rows.map((row) => columns.map((_, index) => printable(row[index] ?? '')));
  const wanted = columns.map(({ title }, index) =>
    Math.max(...[title, ...cells.map((row) => row[index]!)].map(cellsOf)),
  );
  const widths = shrink(wanted, options.width - GAP.length * (columns.length - 1));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => aligned(text, widths[index]!, columns[index]!.align))
      .join(GAP)
      .trimEnd();
  return [options.paint('faint', line(columns.map(({ title }) => title))), ...cells.map(line)];
}

/** Names and values as two aligned columns; a value too long for its line goes on below, indented. */
export function formatKeyValues(
  pairs: readonly (readonly [name: string, value: string])[],
  options: { readonly width: number; readonly paint: Paint },
): readonly string[] {
  const nameWidth = Math.max(0, ...pairs.map(([name]) => cellsOf(printable(name))));
  const room = Math.max(10, options.width - nameWidth - GAP.length);
  return pairs.flatMap(([name, value]) =>
    wrap(printable(value), room).map((text, index) => {
      const head = aligned(index === 0 ? printable(name) : '', nameWidth, 'left');
      return `${options.paint('faint', head)}${GAP}${text}`;
    }),
  );
}

const GAP = '  ';
const NARROWEST = 4;

function aligned(text: string, width: number, align: TableColumn['align']): string {
  const shown = fit(text, width);
  const space = ' '.repeat(Math.max(0, width - cellsOf(shown)));
  return align === 'left' ? `${shown}${space}` : `${space}${shown}`;
}

function shrink(wanted: readonly number[], room: number): readonly number[] {
  const widths = [...wanted];
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= NARROWEST) break;
    widths[widest]! -= 1;
    excess -= 1;
  }
  return widths;
}

/** Breaks at spaces where it can, within words where it must. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const character of text) {
    if (cellsOf(line + character) <= width) {
      line += character;
      continue;
    }
    const space = line.lastIndexOf(' ');
    const end = space > 0 ? space : line.length;
    lines.push(line.slice(0, end));
    line = (line.slice(end) + character).trimStart();
  }
  return [...lines, line];
}
