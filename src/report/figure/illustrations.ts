import type { Illustration } from '../../kernel/illustration.ts';
import { illustrationIn } from '../../kernel/illustration.ts';
import type { RunState } from '../../kernel/run-state.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import type { Figure } from './figure.ts';

/** What the checks drew of the baseline and of the winner, side by side. */
export function illustrationFigures({ baseline, incumbent }: RunState): readonly Figure[] {
  if (baseline === null || incumbent === null) return [];
  const after = illustrationsIn(incumbent.fresh);
  return [...illustrationsIn(baseline.fresh)].flatMap(([check, before]) => {
    const counterpart = after.get(check);
    return counterpart === undefined ? [] : [sideBySide(before, counterpart, incumbent.candidate.number)];
  });
}

function illustrationsIn(verdict: Verdict): ReadonlyMap<string, Illustration> {
  const found = verdict.checks.flatMap(({ check, evidence }): [string, Illustration][] => {
    const illustration = illustrationIn(evidence);
    return illustration === null ? [] : [[check, illustration]];
  });
  return new Map(found);
}

function sideBySide(before: Illustration, after: Illustration, winner: number): Figure {
  const { rows, ...shared } = before;
  const panels =
    winner === 0
      ? [{ label: 'baseline', rows }]
      : [
          { label: 'baseline', rows },
          { label: `winner, candidate ${winner}`, rows: after.rows },
        ];
  return { ...shared, shared: true, panels };
}
