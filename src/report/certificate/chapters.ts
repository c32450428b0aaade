import type { Certificate } from '../../kernel/certificate.ts';
import type { Chapter } from './chapter.ts';
import { claimChapter, conditionsChapter, keepsChapter } from './decided-chapters.ts';
import { plateauChapter, stagesChapter } from './effort-chapters.ts';
import { winnerChapters } from './winner-chapters.ts';

/**
 * A certificate in the order in which it is read.
 *
 * @param mostKeeps whose evidence is shown
 */
export function certificateChapters(certificate: Certificate, mostKeeps: number): readonly Chapter[] {
  return [
    claimChapter(certificate),
    conditionsChapter(certificate),
    keepsChapter(certificate, mostKeeps),
    ...winnerChapters(certificate),
    plateauChapter(certificate),
    stagesChapter(certificate),
  ];
}
