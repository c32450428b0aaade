import type { ComponentChildren, JSX } from 'preact';

import { go } from '../data/route.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Figures stand right, with figures of one width. */
  readonly kind?: 'text' | 'figure';
  /** Takes the room that is left, and is cut where there is too little. */
  readonly wide?: boolean;
  /** Left out on a narrow screen. */
  readonly minor?: boolean;
}

/** Rows of aligned columns. With `href`, a row is opened by click or by its first cell's link. */
export function Table<Row>(props: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  readonly href?: (row: Row) => string;
}): JSX.Element {
  const { href } = props;
  return (
    <div class="table-frame">
      <table class="table" aria-label={props.label}>
        <thead>
          <tr>
            {props.columns.map((column, index) => (
              <th key={index} scope="col" class={columnClass(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr
              key={props.keyOf(row)}
              class={href === undefined ? '' : 'opens'}
              onClick={href === undefined ? undefined : (event) => !isForLink(event) && go(href(row))}
            >
              {props.columns.map((column, index) => (
                <td key={index} class={columnClass(column)}>
                  {index === 0 && href !== undefined ? (
                    <a href={href(row)}>{column.cell(row)}</a>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A click that a link answers itself, or that on a link would open another window. */
function isForLink({ ctrlKey, metaKey, shiftKey, target }: MouseEvent): boolean {
  return ctrlKey || metaKey || shiftKey || (target instanceof Element && target.closest('a') !== null);
}

function columnClass<Row>(column: Column<Row>): string {
  return [
    column.kind === 'figure' ? 'figure' : '',
    column.wide === true ? 'wide' : '',
    column.minor === true ? 'minor' : '',
  ]
    .filter(Boolean)
    .join(' ');
}
