import type { JSX } from 'preact';

import { formatCount } from '../../../src/report/format.ts';
import { writeShare } from '../data/write-amount.ts';

export interface Share {
  readonly name: string;
  readonly count: number;
  /** A custom property of the palette. */
  readonly color: string;
  /** Drawn in stripes, to be told from a part of the same colour. */
  readonly striped?: boolean;
  /** What it means, shown when the pointer rests on it. */
  readonly title?: string;
}

/** Parts of a whole: one bar, and below it each part with its count and share. */
export function ShareBar({
  label,
  shares,
}: {
  readonly label: string;
  readonly shares: readonly Share[];
}): JSX.Element {
  const total = shares.reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="shares">
      <div class="share-bar" aria-hidden="true">
        {shares.map(({ name, count, color, striped }) =>
          count === 0 ? null : (
            <i
              key={name}
              class={striped === true ? 'striped' : ''}
              style={{ flexGrow: count, color: `var(${color})` }}
            />
          ),
        )}
      </div>
      <table class="share-table" aria-label={label}>
        <tbody>
          {shares.map(({ name, count, color, striped, title }) => (
            <tr key={name} class={count === 0 ? 'muted' : ''} title={title}>
              <th scope="row">
                <i class={striped === true ? 'dot striped' : 'dot'} style={{ color: `var(${color})` }} />
                {name}
              </th>
              <td>{formatCount(count)}</td>
              <td class="muted">{count === 0 ? '–' : writeShare(count / total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
