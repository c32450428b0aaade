import type { EvidenceGrade } from '../kernel/verdict.ts';

/** What each grade means for a reader who has to decide whether to believe a number. */
export const GRADE_WORDS: { readonly [grade in EvidenceGrade]: string } = {
  'self-reported': 'The candidate stated the figure itself. It is a claim, not a measurement.',
  'same-process':
    'Measured, but the candidate ran where the measurement was taken and could have altered it.',
  'separate-process':
    'Measured by a process the candidate could not reach, on questions a proposer could learn from.',
  'held-out':
    'Measured by a process the candidate could not reach, on questions no proposer has seen results of.',
  independent:
    'Held out, and the test was written by someone else: another person or model family, before the candidate.',
  proved: 'Established by a proof or an exhaustive check, not by a sample.',
};
