import { formatCount, maximumOf } from '../format.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';
import type { Outcome, OutcomeCounts } from '../outcome.ts';
import { OUTCOMES } from '../outcome.ts';
import type { TimelineBucket } from '../outcome-timeline.ts';

/** Stacked bars of what became of the proposals, in the order they were settled; an SVG of the given size. */
export function renderTimeline(buckets: readonly TimelineBucket[], width: number, height: number): Markup {
  const end = Math.max(1, buckets.at(-1)?.to ?? 1);
  const highest = Math.max(1, maximumOf(buckets.map((bucket) => bucket.to - bucket.from)));
  const bars = buckets.map((bucket) => {
    const left = (bucket.from / end) * width;
    const across = Math.max(0.5, ((bucket.to - bucket.from) / end) * width - (buckets.length > 1 ? 1 : 0));
    return html`<g
      ><title>${bucketTitle(bucket)}</title>${renderStack(bucket.counts, left, across, height, highest)}</g
    >`;
  });
  return html`<svg
    class="chart timeline"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="What became of the proposals over time"
  >
    ${bars}
  </svg>`;
}

function renderStack(
  counts: OutcomeCounts,
  left: number,
  across: number,
  height: number,
  highest: number,
): readonly Markup[] {
  let bottom = height;
  return OUTCOMES.flatMap((outcome) => {
    if (counts[outcome] === 0) return [];
    const tall = (counts[outcome] / highest) * height;
    bottom -= tall;
    return [
      html`<rect
        class="fill-${outcome}"
        x="${round(left)}"
        y="${round(bottom)}"
        width="${round(across)}"
        height="${round(tall)}"
      />`,
    ];
  });
}

function bucketTitle(bucket: TimelineBucket): string {
  const shown = OUTCOMES.filter((outcome) => bucket.counts[outcome] > 0);
  const parts = shown.map((outcome: Outcome) => `${formatCount(bucket.counts[outcome])} ${outcome}`);
  return `proposals ${formatCount(bucket.from + 1)} to ${formatCount(bucket.to)}: ${parts.join(', ')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
