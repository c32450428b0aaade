import type { JSX } from 'preact';

/** Holds the place of what is on its way: give it the height of what will come, so that nothing moves. */
export function Loading({
  height,
  label = 'Loading',
}: {
  readonly height: number;
  readonly label?: string;
}): JSX.Element {
  return (
    <div class="loading" style={{ height: `${height}px` }} role="status">
      <span class="visually-hidden">{label}</span>
    </div>
  );
}
