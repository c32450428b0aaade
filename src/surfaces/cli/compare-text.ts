import type { Paint } from './display/paint.ts';
import { columnsOf, formatTable } from './display/tables.ts';
import { figure } from './figures.ts';
import type { MedianInterval } from '../compare/order-interval.ts';
import type {
  ComparisonSummary,
  MeasuredColumn,
  ReadBeside,
  StrategySummary,
} from '../compare/summarise-comparison.ts';
import { CONTROL } from '../compare/summarise-comparison.ts';

interface Table {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A comparison for a terminal. */
export function comparisonText(
  summary: ComparisonSummary,
  options: { readonly width: number; readonly paint: Paint },
): string {
  const tables = tablesOf(summary).map(({ title, table }) => {
    const columns = columnsOf(table.titles);
    return `${options.paint('strong', title)}\n\n${formatTable(columns, table.rows, options).join('\n')}`;
  });
  return ['', ...tables, notesOn(summary).join('\n'), options.paint('strong', conclusion(summary))].join(
    '\n\n',
  );
}

/** A comparison as Markdown, for a document. */
export function comparisonMarkdown(summary: ComparisonSummary): string {
  const tables = tablesOf(summary).map(({ title, table: { titles, rows } }) => {
    const rule = titles.map((_, index) => (index === 0 ? '---' : '---:'));
    const lines = [titles, rule, ...rows].map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`);
    return `**${title}**\n\n${lines.join('\n')}`;
  });
  const notes = notesOn(summary).map((note) => `- ${note}`);
  return [...tables, notes.join('\n'), `**${conclusion(summary)}**`].join('\n\n');
}

/** What the comparison comes to, in a sentence or two. */
export function conclusion({ strategies, level, smallestAdjusted, seeds }: ComparisonSummary): string {
  const winners = strategies.filter(({ test }) => test?.beats).map(({ strategy }) => strategy);
  if (winners.length > 0) return `Better than ${CONTROL} at the level ${level}: ${winners.join(', ')}.`;
  const nothing = `Nothing beats ${CONTROL} at the level ${level}.`;
  if (smallestAdjusted <= level) return nothing;
  return `${nothing} With ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'} nothing could: the test gives ${probability(smallestAdjusted)} at best. Take more seeds or fewer strategies.`;
}

function tablesOf(summary: ComparisonSummary): readonly { readonly title: string; readonly table: Table }[] {
  const { objective, seeds, evaluations } = summary;
  const better = objective.direction === 'minimize' ? 'lower' : 'higher';
  const over = seeds.length === 1 ? `seed ${seeds[0]!}` : `seeds ${seeds.join(', ')}`;
  return [
    {
      title: `${objective.metric} of the winners, ${better} is better; ${evaluations} evaluations each, ${over}`,
      table: figuresTable(summary),
    },
    { title: `Against ${CONTROL}, and how fast`, table: contestTable(summary) },
    { title: 'Probability that a run of the row beats one of the column', table: winsTable(summary) },
  ];
}

function figuresTable({ columns, baseline, strategies }: ComparisonSummary): Table {
  return {
    titles: ['strategy', ...columns.map(columnTitle)],
    rows: [
      ...strategies.map(({ strategy, figures }) => [strategy, ...figures.map(intervalText)]),
      ['(baseline)', ...baseline.map((value) => (value === null ? 'failed' : figure(value)))],
    ],
  };
}

function contestTable({ strategies, goal, seeds }: ComparisonSummary): Table {
  const reach = goal === null ? [] : [`evaluations to ${figure(goal.value)}`, 'seeds that reached it'];
  return {
    titles: ['strategy', 'mean rank', `beats ${CONTROL}`, 'p', 'p (Holm)', ...reach],
    rows: strategies.map(({ strategy, meanRank, test, wins, reached }) => [
      strategy,
      meanRank.toFixed(2),
      test === null ? '' : share(wins[controlIndex(strategies)]!),
      test === null ? '' : probability(test.probability),
      test === null ? 'control' : probability(test.adjusted),
      ...(goal === null
        ? []
        : [
            reached.evaluations === null ? 'not reached' : figure(reached.evaluations),
            `${reached.runs} of ${seeds.length}`,
          ]),
    ]),
  };
}

function winsTable({ strategies }: ComparisonSummary): Table {
  return {
    titles: ['', ...strategies.map(({ strategy }) => strategy)],
    rows: strategies.map(({ strategy, wins }, index) => [
      strategy,
      ...wins.map((won, other) => (other === index ? '' : share(won))),
    ]),
  };
}

function notesOn({ strategies, goal, readBeside, notApplicable }: ComparisonSummary): readonly string[] {
  const { coverage } = strategies[0]!.figures[0]!;
  const timed = {
    given: 'as asked for',
    target: "the task's target",
    control: `what ${CONTROL} comes to, by its median`,
  };
  return [
    `Measured when all runs had ended, in fresh sandboxes, on questions that are the same for all and were asked in none of them${readBeside.some(({ fixed }) => fixed) ? ', but for fixed items' : ''}.`,
    ...readBeside.map(readBesideText),
    `Medians over seeds with order-statistic intervals, which hold the true median with probability ${coverage.toFixed(3)}.`,
    `p: exact one-sided rank-sum test of the first column against ${CONTROL}, then adjusted for the number of strategies by Holm's method.`,
    'Under one seed all strategies search on the same questions; runs of different seeds are taken to be independent.',
    ...(goal === null
      ? []
      : [
          `Evaluations until the incumbent reached ${figure(goal.value)} (${timed[goal.from]}) on the questions it was selected by: optimistic, and alike for all.`,
        ]),
    'To choose a strategy by held-out figures spends them: judge the choice on others.',
    ...notApplicable.map(({ strategy, why }) => `Left out: ${strategy} does not fit this task (${why}).`),
  ];
}

function readBesideText({ slice, fixed }: ReadBeside): string {
  const told = `${slice} was read once more for every winner, outside the accounts of the runs`;
  return fixed
    ? `${told}; its items are fixed, so the runs kept what did well on these very items: optimistic, and alike for all.`
    : `${told}.`;
}

function controlIndex(strategies: readonly StrategySummary[]): number {
  return strategies.findIndex(({ strategy }) => strategy === CONTROL);
}

function columnTitle({ slice, metric, unit, heldOut }: MeasuredColumn, index: number): string {
  const measured = index === 0 || metric !== slice ? slice : metric;
  return `${measured}${unit === '' ? '' : ` ${unit}`}${heldOut ? ' (held out)' : ''}`;
}

function intervalText({ median, low, high }: MedianInterval): string {
  return `${finite(median)} (${finite(low)} to ${finite(high)})`;
}

function finite(value: number): string {
  return Number.isFinite(value) ? figure(value) : 'failed';
}

function share(value: number): string {
  return value.toFixed(2);
}

function probability(value: number): string {
  return value < 0.0005 ? value.toExponential(1) : value.toFixed(3);
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
