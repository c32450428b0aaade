/** A part of a certificate as people read it, whatever it is shown on. */
export interface Chapter {
  readonly title: string;
  readonly sentences: readonly string[];
  /** Null where sentences say it all. */
  readonly table: ChapterTable | null;
}

export interface ChapterTable {
  readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[];
  readonly rows: readonly (readonly string[])[];
  /** The last column holds sentences: on a terminal it goes on below rather than being cut. */
  readonly prose: boolean;
}

/** A table whose columns lie to the right where their title begins with `>`; null without a row. */
export function tableOf(
  titles: readonly string[],
  rows: ChapterTable['rows'],
  prose = false,
): ChapterTable | null {
  const columns = titles.map((title) =>
    title.startsWith('>')
      ? ({ title: title.slice(1), align: 'right' } as const)
      : ({ title, align: 'left' } as const),
  );
  return rows.length === 0 ? null : { columns, rows, prose };
}
