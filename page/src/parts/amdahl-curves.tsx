import type { JSX } from 'preact';

import { amdahl } from '../../../src/acceptance/certificate/stages.ts';
import { significant } from '../../../src/report/certificate/numbers.ts';
import type { Timeline } from '../../../src/surfaces/view/protocol.ts';

type Stage = Timeline['stages'][number];

const WIDTH = 420;
const HEIGHT = 190;
const MARGIN = { left: 34, right: 12, top: 8, bottom: 30 };
/** Times a stage is made faster, at the right end; the axis doubles from step to step. */
const FASTEST = 64;
const TICKS = [1, 2, 4, 8, 16, 32, 64];

/** How much faster the whole becomes as one stage becomes faster, for the longest stages; the chosen one stands out. */
export function AmdahlCurves(props: {
  readonly stages: readonly Stage[];
  readonly chosen: Stage;
}): JSX.Element {
  const { chosen } = props;
  const stages = props.stages.some(({ name }) => name === chosen.name)
    ? props.stages
    : [...props.stages.slice(0, -1), chosen];
  const top = Math.max(1.2, ...stages.map(({ share }) => amdahl(share, FASTEST)));
  const across = (times: number): number =>
    MARGIN.left + ((WIDTH - MARGIN.left - MARGIN.right) * Math.log2(times)) / Math.log2(FASTEST);
  const up = (whole: number): number =>
    HEIGHT - MARGIN.bottom - ((HEIGHT - MARGIN.top - MARGIN.bottom) * (whole - 1)) / (top - 1);
  const limit = chosen.share < 1 ? 1 / (1 - chosen.share) : null;
  return (
    <figure class="amdahl">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`How much faster the whole becomes as ${chosen.name} becomes faster`}
      >
        {levels(top).map((level) => (
          <g key={level}>
            <line
              class="amdahl-grid"
              x1={MARGIN.left}
              x2={WIDTH - MARGIN.right}
              y1={up(level)}
              y2={up(level)}
            />
            <text x={MARGIN.left - 6} y={up(level) + 3.5} text-anchor="end">
              {significant(level, '', 3)}×
            </text>
          </g>
        ))}
        {TICKS.map((tick) => (
          <text key={tick} x={across(tick)} y={HEIGHT - MARGIN.bottom + 15} text-anchor="middle">
            {tick}×
          </text>
        ))}
        {stages.map((stage) => (
          <path
            key={stage.name}
            class={stage.name === chosen.name ? 'amdahl-line amdahl-chosen' : 'amdahl-line'}
            d={pathOf(stage, across, up)}
          />
        ))}
      </svg>
      <figcaption class="muted">
        Across: “{chosen.name}” so many times as fast. Up: the whole.{' '}
        {limit === null
          ? ''
          : `However fast it becomes, the whole stays below ${significant(limit, '', 3)} times.`}
      </figcaption>
    </figure>
  );
}

function pathOf({ share }: Stage, across: (times: number) => number, up: (whole: number) => number): string {
  const steps = Array.from({ length: 49 }, (_, index) => FASTEST ** (index / 48));
  return steps
    .map(
      (times, index) =>
        `${index === 0 ? 'M' : 'L'}${across(times).toFixed(1)} ${up(amdahl(share, times)).toFixed(1)}`,
    )
    .join('');
}

/** Round levels from 1 up, four or five of them. */
function levels(top: number): readonly number[] {
  const rough = (top - 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const count = Math.floor((top - 1) / step) + 1;
  return Array.from({ length: count }, (_, index) => 1 + index * step);
}
