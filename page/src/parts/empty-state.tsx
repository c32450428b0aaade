import type { ComponentChildren, JSX } from 'preact';

/** Says that there is nothing, why, and what would bring something. */
export function EmptyState(props: {
  readonly title: string;
  readonly detail?: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="state">
      <svg class="state-mark" viewBox="0 0 48 24" aria-hidden="true">
        <path d="M4 9 44 9" />
        <path d="M24 10 30 21H18z" />
      </svg>
      <h2>{props.title}</h2>
      {props.detail === undefined ? null : <p>{props.detail}</p>}
      {props.children}
    </div>
  );
}
