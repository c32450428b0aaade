import type { JSX } from 'preact';

import type { EvidenceGrade } from '../../../src/kernel/verdict.ts';
import { GRADE_WORDS } from '../../../src/report/grade-words.ts';

/** From the weakest to the strongest, as GRADE_WORDS lists them. */
const LADDER = Object.keys(GRADE_WORDS) as EvidenceGrade[];

/** How far a figure is to be believed: its step on the ladder of grades. */
export function Grade({ grade }: { readonly grade: EvidenceGrade | null }): JSX.Element {
  const rank = grade === null ? -1 : LADDER.indexOf(grade);
  return (
    <span class="grade" title={grade === null ? 'Nothing has been judged yet.' : GRADE_WORDS[grade]}>
      <span class="grade-ladder" aria-hidden="true">
        {LADDER.map((step, index) => (
          <i key={step} class={index <= rank ? 'on' : ''} />
        ))}
      </span>
      {grade ?? 'not judged'}
    </span>
  );
}
