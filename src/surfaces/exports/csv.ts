import type { CandidateRow } from './candidate-row.ts';
import type { RunExport } from './run-export.ts';

type Cell = string | number | null;

/**
 * The run's candidates as a table: RFC 4180, UTF-8, one line a proposal, the baseline first, and a column for every
 * held-out slice. A text that a spreadsheet would calculate, because it begins with `=`, `+`, `-`, `@` (or a full-width form of
 * these), a tab or a line end, gets an apostrophe in front (OWASP, "CSV Injection"), and so does one that begins with an
 * apostrophe: taking one away gives the text back. What was not measured stays empty.
 */
export function* csvLines({ history, rows }: RunExport): Generator<string> {
  const slices = history.state.task?.slices.heldOut.map(({ name }) => name) ?? [];
  const columns = columnsOf(slices);
  yield line(columns.map(([title]) => title));
  for (const row of rows) yield line(columns.map(([, cell]) => cell(row)));
}

type Column = readonly [title: string, cell: (row: CandidateRow) => Cell];

function columnsOf(slices: readonly string[]): readonly Column[] {
  return [
    ['number', (row) => row.number],
    ['parents', (row) => row.parents.join(' ')],
    ['proposer', (row) => row.proposer],
    ['operator', (row) => row.operator],
    ['summary', (row) => row.summary],
    ['outcome', (row) => row.outcome],
    ['decision', (row) => row.decision?.kind ?? null],
    ['rule', (row) => row.decision?.rule ?? null],
    ['refusal', (row) => row.refusal],
    ['reason', (row) => row.reason],
    ['score', (row) => row.score],
    ['grade', (row) => row.scoreGrade],
    ...slices.map((slice): Column => [`held-out ${slice}`, (row) => heldOutCell(row, slice)]),
    ['size', (row) => row.size],
    ['model', (row) => row.model],
    ['money', (row) => row.money],
    ['evaluation', (row) => row.evaluation],
    ['at', (row) => row.at],
    ['tree', (row) => row.tree],
  ];
}

/** The figure, or where the slice only passes or fails what it did. */
function heldOutCell({ heldOut }: CandidateRow, slice: string): Cell {
  const found = heldOut.find((value) => value.slice === slice);
  return found?.value ?? found?.status ?? null;
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r\n'＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
