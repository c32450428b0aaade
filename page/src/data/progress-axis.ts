/** What the progress of a run is counted along. */
export type ProgressAxis = 'evaluations' | 'seconds';

export const PROGRESS_AXES: readonly { readonly name: ProgressAxis; readonly title: string }[] = [
  { name: 'evaluations', title: 'Evaluations' },
  { name: 'seconds', title: 'Time' },
];
