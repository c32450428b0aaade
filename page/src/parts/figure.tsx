import type { ComponentChildren, JSX } from 'preact';

/** A main figure: its name, the figure large, and what it is to be compared with. */
export function Figure(props: {
  readonly name: string;
  readonly value: ComponentChildren;
  readonly note?: ComponentChildren;
  /** Shown when the pointer rests on it. */
  readonly title?: string;
}): JSX.Element {
  return (
    <div class="main-figure" title={props.title}>
      <dt>{props.name}</dt>
      <dd>
        <strong>{props.value}</strong>
        <span>{props.note ?? '\u00a0'}</span>
      </dd>
    </div>
  );
}
