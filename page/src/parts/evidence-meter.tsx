import type { JSX } from 'preact';

/** How far an e-value got towards what it had to reach, on a logarithmic scale around 1, where nothing is shown either way. */
export function EvidenceMeter({
  value,
  threshold,
}: {
  readonly value: number;
  readonly threshold: number;
}): JSX.Element {
  const end = 1.25 * Math.log10(Math.max(threshold, 1.01));
  const place = (size: number): number =>
    50 + 50 * Math.max(-1, Math.min(1, Math.log10(Math.max(size, 1e-12)) / end));
  const here = place(value);
  const reached = value >= threshold;
  return (
    <div class="evidence-meter" aria-hidden="true">
      <i class="meter-one" />
      <i
        class={reached ? 'meter-fill meter-reached' : 'meter-fill'}
        style={{ left: `${Math.min(50, here)}%`, width: `${Math.abs(here - 50)}%` }}
      />
      <i class="meter-threshold" style={{ left: `${place(threshold)}%` }} />
    </div>
  );
}
