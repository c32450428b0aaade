import type { ReportContext } from '../context.ts';
import { formatAmount, formatCount } from '../format.ts';
import { gradeMark } from '../graded.ts';
import type { Ancestor, OperatorTally } from '../history.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';
import { totalOf } from '../operator-tally.ts';

const OPERATORS = 12;

/** The winner's way from the baseline, one line a change, and which operators found the keeps. */
export function renderLineageSection(context: ReportContext): Markup {
  return html`<section id="lineage">
    <h2>Where the winner came from</h2>
    ${context.winner === null ? html`<p>No candidate was kept, so there is no lineage to tell.</p>` : renderSteps(context)}
    ${renderOperators(context)}
  </section>`;
}

function renderSteps(context: ReportContext): Markup {
  const { first, omitted, last } = context.input.main.lineage;
  const gap = omitted === 0 ? null : html`<li class="gap">${formatAmount(omitted, 'step')} more</li>`;
  return html`<ol class="lineage">
    <li class="kept">
      <span class="step">baseline</span>
      <span class="number"
        >${context.score(context.baseline.visible)}${gradeMark(context.baseline.visibleGrade)}</span
      >
    </li>
    ${first.map((step) => renderStep(context, step))}${gap}${last.map((step) => renderStep(context, step))}
  </ol>`;
}

function renderStep(context: ReportContext, ancestor: Ancestor): Markup {
  const { number, parents, provenance, score, scoreGrade, outcome } = ancestor;
  const mates = parents.slice(1).map((mate) => (mate === 0 ? 'the baseline' : `#${mate}`));
  const crossed = mates.length === 0 ? '' : `, crossed with ${mates.join(' and ')}`;
  return html`<li class="${outcome}">
    <span class="step">#${number}</span>
    <span class="number">${context.score(score)}${gradeMark(scoreGrade)}</span>
    <code>${provenance.summary}</code>
    <span class="by"
      >${provenance.proposer} /
      ${provenance.operator}${crossed}${outcome === 'kept' ? '' : `, ${outcome}, lived on as a parent`}</span
    >
  </li>`;
}

function renderOperators(context: ReportContext): Markup | null {
  const { operators } = context.input.main;
  if (operators.length === 0) return null;
  const rows = operators.slice(0, OPERATORS).map(renderOperator);
  const rest = operators.length - OPERATORS;
  return html`<h3>What the operators achieved</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>proposer / operator</th>
            <th class="number">proposed</th>
            <th class="number">kept</th>
            <th class="number">discarded</th>
            <th class="number">invalid</th>
            <th class="number">refused</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${rest > 0 ? html`<p class="note">${formatAmount(rest, 'more operator')} kept less or proposed less.</p>` : null}`;
}

function renderOperator(tally: OperatorTally): Markup {
  const { kept, discarded, inconclusive, invalid, refused } = tally.outcomes;
  return html`<tr>
    <td><bdi>${tally.proposer} / ${tally.operator}</bdi></td>
    <td class="number">${formatCount(totalOf(tally))}</td>
    <td class="number">${formatCount(kept)}</td>
    <td class="number">${formatCount(discarded + inconclusive)}</td>
    <td class="number">${formatCount(invalid)}</td>
    <td class="number">${formatCount(refused)}</td>
  </tr>`;
}
