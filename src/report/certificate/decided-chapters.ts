import type { Certificate, CertifiedKeep, Condition, Guarantee } from '../../kernel/certificate.ts';
import { formatCount } from '../format.ts';
import type { Chapter } from './chapter.ts';
import { tableOf } from './chapter.ts';
import { percentage, signed, significant } from './numbers.ts';

/** Rule and promise, and whether what it rests on was given. */
export function claimChapter({ guarantee, counts }: Certificate): Chapter {
  const { rule, alpha, alphaSpent, claim } = guarantee;
  const spent =
    alpha === null
      ? ''
      : `, alpha ${significant(alpha)}, ${significant(alphaSpent ?? 0)} of it spent in ${counts.confirmations.made} confirmations`;
  return {
    title: 'What is claimed',
    sentences: [`Rule ${rule}${spent}. ${claim}`, holdsText(guarantee)],
    table: null,
  };
}

function holdsText({ holds, kind }: Guarantee): string {
  if (kind === 'none') return 'There is no guarantee.';
  if (holds === 'yes') return 'Every condition it rests on was met.';
  if (holds === 'no') return 'THE CLAIM DOES NOT HOLD: a condition it rests on was not met.';
  return 'Whether it holds cannot be told from the ledger: a condition it rests on is not known to be met.';
}

export function conditionsChapter({ conditions }: Certificate): Chapter {
  const rows = conditions.map((condition) => [
    condition.needed ? `${condition.name} *` : condition.name,
    markOf(condition),
    condition.detail,
  ]);
  return {
    title: 'Under these conditions (the claim falls with those marked *)',
    sentences: [],
    table: tableOf(['condition', '', 'what was seen'], rows, true),
  };
}

function markOf({ state }: Condition): string {
  switch (state) {
    case 'met':
      return 'met';
    case 'not-met':
      return 'NOT MET';
    case 'unknown':
      return 'unknown';
  }
}

/** What was decided, the evidence of every keep, and what chance alone would have kept. */
export function keepsChapter({ counts, keeps, nullRecords, objective }: Certificate, most: number): Chapter {
  const { keep, discard, inconclusive, crash, escalate } = counts.decisions;
  const shown = keeps.latest.slice(-most);
  const { candidates, expected, deviation, records, probability } = nullRecords;
  return {
    title: 'What was kept',
    sentences: [
      `${formatCount(counts.candidates)} candidates: ${keep} kept, ${formatCount(discard)} discarded, ${inconclusive} inconclusive, ${crash} crashed, ${escalate} escalated; ${formatCount(counts.refused)} proposals refused before that.`,
      `On noise alone, a loop that keeps whatever scores best so far would have kept ${significant(expected, '', 3)} ± ${significant(deviation, '', 3)} of ${formatCount(candidates)} candidates with a figure; ${records} of this run’s keeps scored higher than what stood before them (chance of as many: ${percentage(probability)}).`,
      ...(shown.length < keeps.total ? [`The last ${shown.length} of ${keeps.total} keeps:`] : []),
    ],
    table: tableOf(
      ['>keep', '>gain it was chosen by', 'evidence', 'grade'],
      shown.map((item) => [
        `#${item.number}`,
        signed(item.selectedGain, objective.unit),
        evidenceText(item, objective.unit),
        item.grade,
      ]),
    ),
  };
}

function evidenceText({ test, decidedGain }: CertifiedKeep, unit: string): string {
  if (test === null)
    return decidedGain === null ? 'no figure compared' : `${signed(decidedGain, unit)} on inputs of its own`;
  const { wins, losses, ties, eValue, threshold, alpha } = test;
  const spent = alpha === null ? '' : `, alpha ${significant(alpha, '', 3)}`;
  return `${wins} won, ${losses} lost, ${ties} tied; e-value ${significant(eValue, '', 3)} of ${significant(threshold, '', 3)}${spent}`;
}
