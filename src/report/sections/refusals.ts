import type { RefusalKind } from '../../kernel/event.ts';
import type { VerdictStatus } from '../../kernel/verdict.ts';
import type { ReportContext } from '../context.ts';
import { formatAmount, formatCount } from '../format.ts';
import { gradeMark } from '../graded.ts';
import type { Refusal, Rejection, RejectionLabel } from '../history.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';
import { REFUSAL_WORDS } from '../refusal-words.ts';
import type { TallyGroup } from '../tally.ts';

const STATUS_WORDS: { readonly [status in VerdictStatus]: string } = {
  pass: 'Answered correctly, not better',
  fail: 'Wrong',
  crash: 'Crashed',
  timeout: 'Too slow',
  refused: 'Broke the protocol',
};

/** Everything that was turned away: at the door, by the oracle, or in comparison; with evidence. */
export function renderRefusalsSection(context: ReportContext): Markup {
  const { rejections, refusals, outcomes } = context.input.main;
  return html`<section id="refusals">
    <h2>What was turned away, and why</h2>
    ${renderTemptations(context)}
    <h3>By the oracle and the acceptance rule</h3>
    ${rejections.groups.length === 0 ? html`<p>No candidate was turned away.</p>` : null}
    ${rejections.groups.map((group) => renderRejections(context, group))}
    ${rejections.ungrouped > 0 ? html`<p class="note">${formatAmount(rejections.ungrouped, 'case')} of rarer kinds not shown.</p>` : null}
    <h3>Before they cost an evaluation</h3>
    ${outcomes.refused === 0 ? html`<p>No proposal was refused before judging.</p>` : null}
    ${refusals.groups.map(renderRefusals)}
  </section>`;
}

function renderTemptations(context: ReportContext): Markup | null {
  const group = context.input.main.temptations.groups[0];
  if (group === undefined) return null;
  return html`<div class="callout">
    <h3>
      ${formatAmount(group.count, 'candidate')} looked better and ${group.count === 1 ? 'was' : 'were'} not
      kept
    </h3>
    <p>
      On the questions a search can learn from, ${group.count === 1 ? 'it' : 'they'} beat the incumbent of the
      moment. None held up when it was judged further; the reason stands with each.
    </p>
    <ul class="cases">
      ${group.examples.map((example) => renderRejection(context, example))}
    </ul>
  </div>`;
}

function renderRejections(context: ReportContext, group: TallyGroup<RejectionLabel, Rejection>): Markup {
  const { status, where, visibility, outcome } = group.label;
  const hidden = visibility === 'held-out' ? ' (held-out)' : '';
  const kind =
    status === 'pass' && outcome !== 'discarded' ? `Answered correctly, ${outcome}` : STATUS_WORDS[status];
  return html`<details class="group">
    <summary><b>${formatCount(group.count)}</b> ${kind}: <bdi>${where}</bdi>${hidden}</summary>
    <ul class="cases">
      ${group.examples.map((example) => renderRejection(context, example))}
    </ul>
  </details>`;
}

function renderRejection(context: ReportContext, rejection: Rejection): Markup {
  const { number, score, scoreGrade, incumbent, provenance, reason, evidence } = rejection;
  const scored =
    score === null
      ? null
      : html` <span class="number">${context.score(score)}</span> against
          ${context.score(incumbent)}${gradeMark(scoreGrade)}`;
  return html`<li>
    <span class="step">#${number}</span>${scored} <code>${provenance.summary}</code>
    <span class="by">${provenance.proposer} / ${provenance.operator}</span>
    <span class="reason">${reason}</span
    >${evidence === null ? null : html`<pre class="evidence">${evidence}</pre>`}
  </li>`;
}

function renderRefusals(group: TallyGroup<RefusalKind, Refusal>): Markup {
  return html`<details class="group">
    <summary><b>${formatCount(group.count)}</b> ${REFUSAL_WORDS[group.label]}</summary>
    <ul class="cases">
      ${group.examples.map(renderRefusal)}
    </ul>
  </details>`;
}

function renderRefusal({ number, provenance, detail, duplicateOf }: Refusal): Markup {
  return html`<li>
    <span class="step">#${number}</span>
    ${provenance === null ? null : html`<code>${provenance.summary}</code> <span class="by">${provenance.proposer} / ${provenance.operator}</span>`}
    <span class="reason">${detail}${duplicateOf === null ? '' : ` (#${duplicateOf})`}</span>
  </li>`;
}
