import type { Illustration } from '../../kernel/illustration.ts';
import { illustrationIn } from '../../kernel/illustration.ts';
import type { RunState } from '../../kernel/run-state.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import type { Figure } from './figure.ts';

/** What the checks drew of the baseline and of the winner, side by side. */
export function illustrationFigures({ baseline, incumbent }: RunState): readonly Figure[] {
  if (baseline === null || incumbent === null) return [];
  const { number } = incumbent.candidate;
  const after = illustrationsIn(incumbent.fresh);
  return [...illustrationsIn(baseline.fresh)].flatMap(([check, before]) => {
    const counterpart = after.get(check);
    if (counterpart?.kind !== before.kind) return [];
    const pictures: readonly Labelled[] = [{ label: 'baseline', illustration: before }];
    const winner = { label: `winner, candidate ${number}`, illustration: counterpart };
    return [sideBySide(number === 0 ? pictures : [...pictures, winner])];
  });
}

/** Pictures of one kind, with what they are pictures of. */
interface Labelled {
  readonly label: string;
  readonly illustration: Illustration;
}

function illustrationsIn(verdict: Verdict): ReadonlyMap<string, Illustration> {
  const found = verdict.checks.flatMap(({ check, evidence }): [string, Illustration][] => {
    const illustration = illustrationIn(evidence);
    return illustration === null ? [] : [[check, illustration]];
  });
  return new Map(found);
}

function sideBySide(pictures: readonly Labelled[]): Figure {
  const { illustration } = pictures[0]!;
  switch (illustration.kind) {
    case 'heat-map': {
      const { rows: _, ...shared } = illustration;
      const panels = pictures.flatMap(({ label, illustration: own }) =>
        own.kind === 'heat-map' ? [{ label, rows: own.rows }] : [],
      );
      return { ...shared, shared: true, panels };
    }
    case 'shapes': {
      const { kind, title, caption } = illustration;
      const panels = pictures.flatMap(({ label, illustration: own }) =>
        own.kind === 'shapes' ? [{ label, note: own.label, box: own.box, shapes: own.shapes }] : [],
      );
      return { kind, title, caption, panels };
    }
  }
}
