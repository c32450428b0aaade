import type { ComponentChildren, JSX } from 'preact';

/** Names and values in two aligned columns. Null leaves a row out. */
export function KeyValue({
  rows,
}: {
  readonly rows: readonly (readonly [name: string, value: ComponentChildren] | null)[];
}): JSX.Element {
  return (
    <dl class="key-value">
      {rows.map((row) =>
        row === null ? null : (
          <div key={row[0]}>
            <dt>{row[0]}</dt>
            <dd>{row[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
