import type { Comparison } from '../../kernel/decision.ts';
import type { EvidenceGrade } from '../../kernel/verdict.ts';
import type { ReportContext } from '../context.ts';
import { heldOutValue } from '../context.ts';
import type { ValueFormat } from '../format.ts';
import { createValueFormat, formatCount, formatDuration } from '../format.ts';
import { gradeMark } from '../graded.ts';
import type { Milestone } from '../history.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';

const OPEN_ROWS = 24;

/** Every keep with its visible and held-out values and the comparisons its decision rests on. */
export function renderKeepsSection(context: ReportContext): Markup {
  const { baseline, input } = context;
  const { first, omitted, last } = input.main.keeps;
  const gap =
    omitted === 0
      ? null
      : html`<tr class="gap">
          <td colspan="9">${formatCount(omitted)} more keeps lie between</td>
        </tr>`;
  const rows = html`${renderRow(context, baseline)}${first.map((keep) => renderRow(context, keep))}${gap}${last.map(
    (keep) => renderRow(context, keep),
  )}`;
  const table = html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>candidate</th>
          <th class="number aside">judged</th>
          <th class="number aside">at</th>
          <th class="number">visible</th>
          ${context.task.slices.heldOut.map((slice) => html`<th class="number">${slice.name}</th>`)}
          <th class="number aside">bytes</th>
          <th class="change">change, and what its decision compared</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
  const count = context.keeps.length;
  return html`<section id="keeps">
    <h2>Every keep, on both sides of the wall</h2>
    <p>
      Visible questions steer the search. Held-out ones only gate it: no proposer learns their results.
      Visible values were all measured on the same questions, held-out ones on new questions in every row. The
      comparisons under a change are with the incumbent on the <em>same</em>
      questions, in brackets the gain: positive is better.
    </p>
    ${
      count > OPEN_ROWS
        ? html`<details>
            <summary>${formatCount(count)} keeps</summary>
            ${table}
          </details>`
        : table
    }
  </section>`;
}

function renderRow(context: ReportContext, milestone: Milestone): Markup {
  const { score, heldOut, task, winner } = context;
  const held = task.slices.heldOut.map((slice) => {
    const value = heldOutValue(milestone, slice.name);
    const text = slice.metric === null ? (value?.status ?? '–') : heldOut(slice.name)(value?.value ?? null);
    return html`<td class="number">${text}${gradeMark(value?.grade ?? null)}</td>`;
  });
  return html`<tr class="${milestone === winner ? 'winner' : ''}">
    <td>${milestone.number === 0 ? 'baseline' : `#${milestone.number}`}</td>
    <td class="number aside">${formatCount(milestone.evaluation)}</td>
    <td class="number aside">${formatDuration(milestone.seconds)}</td>
    <td class="number">${score(milestone.visible)}${gradeMark(milestone.visibleGrade)}</td>
    ${held}
    <td class="number aside">${formatCount(milestone.size)}</td>
    <td class="change">
      ${milestone.number === 0 ? null : html`<code>${milestone.provenance.summary}</code>`}${renderDecision(context, milestone)}
    </td>
  </tr>`;
}

function renderDecision(context: ReportContext, milestone: Milestone): Markup | null {
  if (milestone.decision === null) return null;
  const { comparisons, reason } = milestone.decision;
  const items = telling(comparisons).map((comparison) => renderComparison(context, milestone, comparison));
  return html`<span class="reason">${reason}</span>${
      items.length === 0
        ? null
        : html`<ul class="comparisons">
            ${items}
          </ul>`
    }`;
}

/** Those with the incumbent; those with the baseline only where they fail. */
function telling(comparisons: readonly Comparison[]): readonly Comparison[] {
  return comparisons.filter(({ against, holds }) => against === 'incumbent' || !holds);
}

function renderComparison(
  { objective }: ReportContext,
  milestone: Milestone,
  comparison: Comparison,
): Markup {
  const { candidate, reference, gain, slice, metric } = comparison;
  const known = [candidate, reference].filter((value) => value !== null);
  const format: ValueFormat = createValueFormat('', known);
  const name = metric === objective.metric ? slice : `${metric} on ${slice}`;
  const gained = gain === null || gain === 0 ? '' : ` (${gain > 0 ? '+' : ''}${format(gain)})`;
  const { mark, style } = signOf(comparison);
  return html`<li>
    <span class="${style}">${mark}</span> ${name} ${format(reference)} →
    ${format(candidate)}${gained}${gradeMark(gradeIn(milestone, slice))}
  </li>`;
}

/** What stands behind the figures of a slice; the visible ones are all of one slice. */
function gradeIn(milestone: Milestone, slice: string): EvidenceGrade | null {
  const heldOut = heldOutValue(milestone, slice);
  return heldOut === undefined ? milestone.visibleGrade : heldOut.grade;
}

function signOf({ gain, holds, tolerance }: Comparison): { readonly mark: string; readonly style: string } {
  if (gain === 0) return { mark: '=', style: 'even' };
  if (tolerance === null) return { mark: '·', style: 'even' };
  return holds ? { mark: '✓', style: 'holds' } : { mark: '✗', style: 'fails' };
}
