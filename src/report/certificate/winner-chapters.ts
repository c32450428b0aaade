import type { Certificate, CertifiedWinner } from '../../kernel/certificate.ts';
import type { Ablation, PairedFigures } from '../../kernel/confirmation.ts';
import type { Chapter } from './chapter.ts';
import { tableOf } from './chapter.ts';
import { signed, significant } from './numbers.ts';

/** The winner beside the baseline on fresh questions, and beside itself without each step. */
export function winnerChapters(certificate: Certificate): readonly Chapter[] {
  const { winner } = certificate;
  if (winner === null) {
    return [
      {
        title: 'The winner, asked again',
        sentences: ['Nothing was kept: the baseline stands.'],
        table: null,
      },
    ];
  }
  return [confirmedChapter(certificate, winner), ...ablationChapter(certificate, winner)];
}

function confirmedChapter({ objective }: Certificate, winner: CertifiedWinner): Chapter {
  const title = 'The winner, asked again';
  const { reconfirmation, number } = winner;
  if (reconfirmation === null)
    return {
      title,
      sentences: [`#${number} was not put to the test again: \`fulcrum confirm\` does it.`],
      table: null,
    };
  const { reportedGain, confirmedGain, metrics } = reconfirmation;
  const unit = (metric: string): string => (metric === objective.metric ? objective.unit : '');
  return {
    title,
    sentences: [
      `#${number} gained ${significant(reportedGain, objective.unit)} on the inputs it was chosen by and ${significant(confirmedGain, objective.unit)} on fresh ones, beside the baseline${winner.eValue === null ? '' : ` (e-value ${significant(winner.eValue, '', 3)})`}.`,
      ...failureText(metrics[0]?.gains),
      ...gapText(winner, objective.unit),
      ...(isConstant(metrics[0]?.gains)
        ? ['It is the same on every label: the figure does not depend on the inputs, or they do not differ.']
        : []),
    ],
    table: tableOf(
      ['slice', 'metric', '>mean gain', '>standard deviation', 'won, lost, tied', ''],
      metrics.map(({ slice, metric, visibility, final, gains }) => [
        slice,
        metric,
        signed(gains.mean, unit(metric)),
        significant(gains.deviation, unit(metric)),
        countsText(gains),
        final ? 'read this once' : visibility,
      ]),
    ),
  };
}

function failureText(gains: PairedFigures | undefined): readonly string[] {
  if (gains === undefined || gains.failed === 0) return [];
  return [
    `ON ${gains.failed} OF ${gains.pairs} FRESH INPUTS IT DID NOT PASS AT ALL: what it gained it has at the price of being right.`,
  ];
}

function isConstant(gains: PairedFigures | undefined): boolean {
  return gains !== undefined && gains.pairs > 1 && gains.deviation === 0;
}

function gapText({ selectionGap, reconfirmation }: CertifiedWinner, unit: string): readonly string[] {
  const { reportedGain = null, confirmedGain = null } = reconfirmation ?? {};
  if (selectionGap === null || reportedGain === null || confirmedGain === null) return [];
  if (reportedGain === 0 && confirmedGain === 0)
    return ['It was not kept for this figure: that is the baseline’s, there and on fresh inputs.'];
  if (confirmedGain <= 0)
    return ['THE GAIN WAS NOT CONFIRMED: on fresh inputs the winner is no better than the baseline.'];
  if (selectionGap <= 0) return ['Nothing of the reported gain was lost (no winner’s curse to be seen).'];
  const share = Math.round((100 * selectionGap) / reportedGain);
  return [
    `The winner’s curse: ${significant(selectionGap, unit)} of the reported gain (${share} %) did not come again.`,
  ];
}

function countsText({ wins, losses, ties, pairs, failed, otherFailed }: PairedFigures): string {
  const failures = [
    ...(failed === 0 ? [] : [`${failed} not passed`]),
    ...(otherFailed === 0 ? [] : [`${otherFailed} not passed by the other`]),
  ];
  return `${wins}, ${losses}, ${ties} of ${pairs}${failures.length === 0 ? '' : ` (${failures.join(', ')})`}`;
}

function ablationChapter(
  { objective }: Certificate,
  { ablations, number }: CertifiedWinner,
): readonly Chapter[] {
  if (ablations.length === 0) return [];
  const rows = ablations.map(({ step, result }) => [`#${step}`, ...ablationCells(result, objective.unit)]);
  const sentence = `What #${number} loses on the same fresh inputs when one step that led to it is taken back and all others stay:`;
  return [
    {
      title: 'Without each step',
      sentences: [sentence],
      table: tableOf(['>step', '>worth', 'won, lost, tied', 'reading'], rows),
    },
  ];
}

function ablationCells(result: Ablation, unit: string): readonly string[] {
  switch (result.kind) {
    case 'judged':
      return [signed(result.gains.mean, unit), countsText(result.gains), readingOf(result.gains)];
    case 'not-separable':
      return ['–', '', `cannot be taken back alone: later steps changed the same place in ${result.path}`];
    case 'undone':
      return ['–', '', 'later steps left nothing of it'];
  }
}

function readingOf({ wins, losses, pairs, otherFailed }: PairedFigures): string {
  if (pairs === 0) return 'not measured';
  if (otherFailed === pairs) return 'nothing passes without it';
  if (wins === 0 && losses === 0) return 'makes no difference';
  if (wins > losses) return 'helps';
  return wins === losses ? 'not told apart' : 'harms';
}
