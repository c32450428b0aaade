/** How a candidate's outcome is drawn: told by size and shape too, not by colour alone. */
export interface OutcomeLook {
  /** A custom property of the palette. */
  readonly color: string;
  readonly shape: 'disc' | 'ring' | 'cross' | 'diamond';
  /** Half its width in pixels. */
  readonly size: number;
  /** Those drawn later lie on top. */
  readonly rank: number;
}

const LOOKS: { readonly [outcome: string]: OutcomeLook } = {
  discarded: { color: '--discarded', shape: 'disc', size: 2, rank: 0 },
  invalid: { color: '--invalid', shape: 'cross', size: 2.4, rank: 1 },
  inconclusive: { color: '--refused', shape: 'diamond', size: 3, rank: 2 },
  escalated: { color: '--held-out-other', shape: 'diamond', size: 3.4, rank: 3 },
  open: { color: '--muted', shape: 'ring', size: 2.6, rank: 4 },
  kept: { color: '--run', shape: 'disc', size: 3.6, rank: 5 },
  baseline: { color: '--ink', shape: 'disc', size: 3.6, rank: 6 },
};

export function outcomeLook(outcome: string): OutcomeLook {
  return Object.hasOwn(LOOKS, outcome) ? LOOKS[outcome]! : LOOKS['open']!;
}
