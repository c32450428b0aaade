import type { Certificate, GainRatio } from '../../kernel/certificate.ts';
import { formatCount, formatDuration } from '../format.ts';
import type { Chapter } from './chapter.ts';
import { tableOf } from './chapter.ts';
import { percentage, significant } from './numbers.ts';

/** Was there more to be had? */
export function plateauChapter({ plateau, objective }: Certificate): Chapter {
  const { sinceKeep, keepChanceAtMost, gainRatio } = plateau;
  const chance =
    keepChanceAtMost === null
      ? 'The last candidate was kept: nothing speaks for an end.'
      : `${formatCount(sinceKeep)} candidates in a row were not kept: with 95 % confidence the chance of the next is below ${percentage(keepChanceAtMost)}.`;
  return {
    title: 'Was there more to be had',
    sentences: [
      chance,
      gainRatio === null ? 'Too few gains to fit how they shrink.' : ratioText(gainRatio, objective),
    ],
    table: null,
  };
}

function ratioText(
  { gains, ratio, interval, limit, bounded }: GainRatio,
  { metric, unit }: Certificate['objective'],
): string {
  const range = interval.map((bound) => significant(bound, '', 3)).join(' to ');
  const fit = `Each of the last ${gains} gains is ${significant(ratio, '', 3)} times the one before (95 %: ${range})`;
  const end = limit === null ? '' : `; if that goes on, ${metric} ends at ${significant(limit, unit)}`;
  return bounded
    ? `${fit}${end}.`
    : `${fit}${end}. That gains do not shrink at all (explosion) is not excluded.`;
}

/** Where the time went, and what to make faster first. */
export function stagesChapter({
  stages: { stages, busyMilliseconds, elapsedMilliseconds },
}: Certificate): Chapter {
  const [first] = stages;
  const title = 'Where the time went';
  if (first === undefined) return { title, sentences: ['No times were observed.'], table: null };
  const beside =
    busyMilliseconds > elapsedMilliseconds * 1.01
      ? `, side by side in ${formatDuration(elapsedMilliseconds / 1000)}`
      : '';
  return {
    title,
    sentences: [
      `${formatDuration(busyMilliseconds / 1000)} of work${beside}. Speed up “${first.name}” first: at half its time the whole is ${significant(first.whenHalved, '', 3)} times as fast, without it ${first.whenGone === null ? 'no time is left' : `${significant(first.whenGone, '', 3)} times`}.`,
    ],
    table: tableOf(
      ['stage', '>time', '>share', '>faster at half its time', '>without it'],
      stages.map(({ name, milliseconds, share, whenHalved, whenGone }) => [
        name,
        formatDuration(milliseconds / 1000),
        percentage(share),
        `${significant(whenHalved, '', 3)} ×`,
        whenGone === null ? '–' : `${significant(whenGone, '', 3)} ×`,
      ]),
    ),
  };
}
