import { formatCount, formatDuration } from '../../../src/report/format.ts';

/** What the progress of a run is counted along. */
export type ProgressAxis = 'evaluations' | 'seconds';

export const PROGRESS_AXES: readonly { readonly name: ProgressAxis; readonly title: string }[] = [
  { name: 'evaluations', title: 'Evaluations' },
  { name: 'seconds', title: 'Time' },
];

/** How a place on each axis is written; between whole evaluations there is nothing. */
export const PROGRESS_FORMATS: { readonly [axis in ProgressAxis]: (value: number) => string } = {
  evaluations: (value) => (Number.isInteger(value) ? formatCount(value) : ''),
  seconds: formatDuration,
};
