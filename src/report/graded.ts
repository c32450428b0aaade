import type { EvidenceGrade } from '../kernel/verdict.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';

/** The grade that stands beside a figure; nothing where nothing was measured. */
export function gradeMark(grade: EvidenceGrade | null): Markup | null {
  return grade === null ? null : html`<small class="grade-mark">${grade}</small>`;
}
