import { gain } from '../../kernel/objective.ts';
import type { EvidenceGrade } from '../../kernel/verdict.ts';
import type { ReportContext } from '../context.ts';
import { gradesBeside, heldOutValue } from '../context.ts';
import { formatAmount, formatChange, formatCount, formatDuration } from '../format.ts';
import { gradeMark } from '../graded.ts';
import { GRADE_WORDS } from '../grade-words.ts';
import type { HeldOutValue, Milestone } from '../history.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';

/** The result in one sentence, with what it rests on. */
export function renderHeadline(context: ReportContext): Markup {
  const { task, winner, input } = context;
  return html`<header>
    <p class="eyebrow">${task.name}</p>
    <h1>${winner === null ? unimproved(context) : improved(context, winner)}</h1>
    <p class="lead">${effort(context)} ${comparedWithControl(context)} ${requirement(context)}</p>
    ${renderTiles(context)}
    ${gradesBeside(winner ?? context.baseline).map(
      (grade) => html`<p class="grade-line"><span class="grade">${grade}</span> ${GRADE_WORDS[grade]}</p>`,
    )}
    ${task.description === '' ? null : html`<p class="description">${task.description}</p>`}
    ${input.main.state.finished === null ? html`<p class="notice">The run has not finished: these are its figures so far.</p>` : null}
  </header>`;
}

function unimproved(context: ReportContext): Markup {
  const { objective, score, baseline } = context;
  return html`Nothing was kept: the baseline stands at
    <span class="value">${score(baseline.visible)}</span>
    ${objective.metric}${gradeMark(baseline.visibleGrade)}`;
}

function improved(context: ReportContext, winner: Milestone): Markup {
  const { objective, score, baseline } = context;
  if (winner.visible === baseline.visible) return unmoved(context, winner);
  const verb = objective.direction === 'minimize' ? 'fell' : 'rose';
  const heldOut = heldOutPhrase(context, winner);
  return html`${capitalised(objective.metric)} ${verb} from
    <span class="value">${score(baseline.visible)}</span> to
    <span class="value">${score(winner.visible)}</span
    >${gradeMark(winner.visibleGrade)}${heldOut === null ? null : html`, and ${heldOut}`}`;
}

/** What was kept without moving the first objective: for less code, a later objective, or inputs of its own. */
function unmoved({ objective, score, baseline }: ReportContext, winner: Milestone): Markup {
  const saved = baseline.size - winner.size;
  const lessCode = saved > 0 ? ` with ${formatAmount(saved, 'byte')} less code` : '';
  return html`${capitalised(objective.metric)} stays at
    <span class="value">${score(winner.visible)}</span>${gradeMark(winner.visibleGrade)}${lessCode}`;
}

function controlNote({ input, controlScore }: ReportContext): string {
  const start = input.control?.baseline?.visible ?? null;
  const change = start === null || controlScore === null ? null : formatChange(start, controlScore);
  return `${change ?? 'unchanged'} to its baseline`;
}

/** On the winner's own questions where it was asked them, else on its own. */
function baselineHeldOut(context: ReportContext, after: HeldOutValue): number | null {
  return after.baseline ?? heldOutValue(context.baseline, after.slice)?.value ?? null;
}

/** The first held-out slice that has a figure, from baseline to winner. */
function heldOutPhrase(context: ReportContext, winner: Milestone): Markup | null {
  for (const after of winner.heldOut) {
    const before = baselineHeldOut(context, after);
    if (after.value === null || before === null) continue;
    const format = context.heldOut(after.slice);
    const name = after.metric === context.objective.metric ? '' : ` (${after.metric})`;
    return html`from <span class="value">${format(before)}</span> to
      <span class="value">${format(after.value)}</span> on held-out questions${name}${gradeMark(after.grade)}`;
  }
  return null;
}

function effort(context: ReportContext): string {
  const { main } = context.input;
  const judged = formatAmount(
    main.state.spending.evaluations,
    'candidate was judged',
    'candidates were judged',
  );
  const kept = formatCount(main.outcomes.kept);
  return `${judged} in ${formatDuration(main.seconds)}; ${kept} ${main.outcomes.kept === 1 ? 'was' : 'were'} kept.`;
}

function comparedWithControl(context: ReportContext): string {
  const { controlScore, controlName, score, objective, winner, baseline, input } = context;
  if (controlScore === null || input.control === null) return '';
  const own = (winner ?? baseline).visible;
  const spent = formatAmount(input.control.state.spending.evaluations, 'candidate');
  const better = own !== null && gain(objective, own, controlScore) > 0;
  const words = better ? 'reached only' : 'did as well or better, reaching';
  const grade = input.control.baseline?.visibleGrade ?? null;
  const graded = grade === null ? '' : ` (${grade})`;
  return `A control that searched by “${controlName}” ${words} ${score(controlScore)}${graded} with ${spent}.`;
}

function requirement(context: ReportContext): string {
  const { objective, baseline, winner, score } = context;
  if (objective.required === null || baseline.visible === null) return '';
  const reached = winner?.visible == null ? 0 : gain(objective, winner.visible, baseline.visible);
  const verb = reached >= objective.required ? 'is reached' : 'is not reached';
  return `The improvement the task demands, ${score(objective.required)}, ${verb}.`;
}

function renderTiles(context: ReportContext): Markup {
  const { baseline, winner, score, objective, controlScore, controlName, input } = context;
  const change =
    winner?.visible == null || baseline.visible === null
      ? null
      : formatChange(baseline.visible, winner.visible);
  const last = winner ?? baseline;
  const controlGrade = input.control?.baseline?.visibleGrade ?? null;
  const tiles = [
    tile('baseline', score(baseline.visible), objective.metric, baseline.visibleGrade),
    tile(
      'winner',
      score(last.visible),
      change === null ? 'unchanged' : `${change} to baseline`,
      last.visibleGrade,
    ),
    ...last.heldOut.map((held) => heldOutTile(context, held)),
    ...(controlScore === null
      ? []
      : [tile(`control: ${controlName}`, score(controlScore), controlNote(context), controlGrade)]),
  ];
  return html`<dl class="tiles">${tiles}</dl>`;
}

function heldOutTile(context: ReportContext, held: HeldOutValue): Markup {
  const { slice, metric, value, status, grade } = held;
  const name = `held-out: ${slice}`;
  if (metric === null) return tile(name, status ?? 'not run', 'passes or fails', grade);
  const format = context.heldOut(slice);
  const before = baselineHeldOut(context, held);
  const change = before === null || value === null ? null : formatChange(before, value);
  return tile(
    name,
    format(value),
    context.winner === null ? 'baseline' : `${change ?? 'unchanged'} to baseline`,
    grade,
  );
}

function tile(name: string, value: string, note: string, grade: EvidenceGrade | null): Markup {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}<small>${note}</small><small>${grade}</small></dd>
  </div>`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
