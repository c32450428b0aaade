import type { JSX } from 'preact';

import type { ValueFormat } from '../../../../src/report/format.ts';
import { formatAmount, formatCount, formatDuration, formatNumber } from '../../../../src/report/format.ts';
import type { Overview } from '../../../../src/surfaces/view/protocol.ts';
import { budgetLines } from '../../data/budget-left.ts';
import { writeMoney, writeShare } from '../../data/write-amount.ts';
import { Change } from '../change.tsx';
import { Figure } from '../figure.tsx';
import { withUnit } from './value-format.ts';

/** The figures that say within seconds whether a run goes well. */
export function MainFigures({
  overview,
  format,
}: {
  readonly overview: Overview;
  readonly format: ValueFormat;
}): JSX.Element {
  const { card, spent, rate } = overview;
  const nearest = budgetLines(overview.budget, spent)[0];
  return (
    <dl class="main-figures">
      <Figure
        name={withUnit(card.objective?.metric ?? 'Objective', overview)}
        value={format(card.incumbent)}
        note={
          <Change
            from={card.baseline}
            to={card.incumbent}
            direction={card.objective?.direction ?? 'minimize'}
          />
        }
        title={`Baseline ${format(card.baseline)}`}
      />
      <HeldOutFigure overview={overview} format={format} />
      <Figure
        name="Kept"
        value={formatCount(card.keeps)}
        note={`of ${formatAmount(card.evaluations, 'evaluation')}`}
      />
      <Figure
        name="Rate"
        value={rate === null ? '–' : `${formatNumber(rate, rate < 10 ? 1 : 0)}\u00a0/\u00a0min`}
        note={`${formatDuration(spent.seconds)} of work`}
      />
      <Figure name="Cost" value={writeMoney(spent.money)} note={costNote(spent.money, card.keeps)} />
      <Figure
        name="Budget left"
        value={nearest === undefined ? 'unlimited' : writeShare(nearest.left)}
        note={nearest === undefined ? undefined : `of ${nearest.name}`}
      />
    </dl>
  );
}

function costNote(money: number, keeps: number): string {
  if (money === 0) return 'no paid calls';
  return keeps === 0 ? 'nothing kept yet' : `${writeMoney(money / keeps)} a keep`;
}

/** The first held-out slice, as last read. */
function HeldOutFigure({
  overview,
  format,
}: {
  readonly overview: Overview;
  readonly format: ValueFormat;
}): JSX.Element {
  const [slice] = overview.heldOut;
  if (slice === undefined) return <Figure name="Held out" value="–" note="no held-out slice" />;
  const values = overview.curves.heldOut[slice.name]?.values ?? [];
  const measured = values.filter((value) => value !== null);
  const metric = overview.card.objective?.metric;
  return (
    <Figure
      name={`Held out: ${slice.name}`}
      // Another metric has another unit, which a slice does not name.
      value={slice.metric === metric ? format(measured.at(-1) ?? null) : formatPlain(measured.at(-1) ?? null)}
      note={<Change from={measured[0] ?? null} to={measured.at(-1) ?? null} direction={slice.direction} />}
      {...(slice.metric === null ? {} : { title: slice.metric })}
    />
  );
}

function formatPlain(value: number | null): string {
  return value === null ? '–' : formatNumber(value, Math.abs(value) < 10 ? 3 : 1);
}
