import type { ProbeResult } from '../../kernel/event.ts';
import type { CheckResult, Verdict } from '../../kernel/verdict.ts';
import { EVIDENCE_GRADES } from '../../kernel/verdict.ts';
import type { ReportContext } from '../context.ts';
import { gradesBeside } from '../context.ts';
import { createValueFormat, formatAmount, formatCount } from '../format.ts';
import { GRADE_WORDS } from '../grade-words.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';
import { capped } from '../text.ts';

const CHECKS = 40;
const METRICS = 12;
const PROBES = 60;

/** What the figures can vouch for: the grade, the checks behind it, the isolation and its self-test. */
export function renderEvidenceSection(context: ReportContext): Markup {
  const { winner, baseline, input } = context;
  const whole = winner ?? baseline;
  const marked = gradesBeside(whole);
  const grades = EVIDENCE_GRADES.map(
    (step) =>
      html`<li class="${marked.includes(step) ? 'reached' : ''}"><b>${step}</b> ${GRADE_WORDS[step]}</li>`,
  );
  const verdict = input.main.state.incumbent?.fresh ?? null;
  return html`<section id="evidence">
    <h2>What these figures can vouch for</h2>
    <p>
      A verdict is worth no more than its weakest check. Grades run from weakest to strongest; marked are
      those of the figures above. The verdict as a whole is graded <b>${whole.grade}</b>.
    </p>
    <ol class="grades">
      ${grades}
    </ol>
    ${verdict === null ? null : renderChecks(verdict)}
    ${renderSandbox(context)}${renderProbes('Attacks tried on the sandbox before anything was judged', input.main.sandboxProbes)}
    ${renderProbes('Do-nothing candidates the oracle had to turn away', input.main.oracleProbes)}
  </section>`;
}

function renderChecks(verdict: Verdict): Markup {
  const rows = verdict.checks.slice(0, CHECKS).map(renderCheck);
  return html`<h3>The incumbent’s checks, on questions drawn for it alone</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>check</th>
            <th>slice</th>
            <th>grade</th>
            <th>status</th>
            <th>measured</th>
            <th class="number">questions</th>
            <th>transcript</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
}

function renderCheck(check: CheckResult): Markup {
  const metrics = Object.entries(check.metrics)
    .slice(0, METRICS)
    .map(([name, value]) => {
      return html`<span class="metric">${name} ${createValueFormat('', [value])(value)}</span> `;
    });
  return html`<tr>
    <td>${capped(check.check, 100)}</td>
    <td>${check.slice}${check.visibility === 'held-out' ? ' (held-out)' : ''}</td>
    <td>
      ${check.grade}${check.dependence === undefined ? null : html`<small class="reason">not independent: ${capped(check.dependence.join('; '), 400)}</small>`}
    </td>
    <td>${check.status}</td>
    <td>${metrics}</td>
    <td class="number">${formatCount(check.questions)}</td>
    <td><code class="hash">${check.transcript}</code></td>
  </tr>`;
}

const LEVEL_WORDS = {
  1: 'a kernel user of its own for each candidate, memory and processes limited by a control group',
  2: 'an ordinary user with a delegated control group',
  3: 'an ordinary user with resource limits only',
} as const;

function renderSandbox(context: ReportContext): Markup {
  const { sandbox, state } = context.input.main;
  const contradictions =
    state.contradictions === 0
      ? null
      : html`<p>
          ${formatAmount(state.contradictions, 'time')} a fresh judgement contradicted a screened one; the
          batch was judged again.
        </p>`;
  if (sandbox === null || sandbox.level === 'none')
    return html`<p class="notice">
        Candidates ran without isolation, with the rights of whoever started the run.
      </p>
      ${contradictions}`;
  return html`<h3>Isolation</h3>
    <p>
      Every kept candidate was judged in a sandbox of its own, level <b>${sandbox.level}</b>:
      ${LEVEL_WORDS[sandbox.level]}. ${sandbox.mechanism}, profile
      <code class="hash">${sandbox.profile}</code>.
    </p>
    ${contradictions}`;
}

function renderProbes(title: string, probes: readonly ProbeResult[]): Markup | null {
  if (probes.length === 0) return null;
  const rows = probes.slice(0, PROBES).map(
    (probe) =>
      html`<tr>
        <td>${capped(probe.name, 100)}</td>
        <td>${capped(probe.detail, 240)}</td>
      </tr>`,
  );
  return html`<details>
    <summary>${title}: ${formatCount(probes.length)}</summary>
    <div class="scroll">
      <table>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </details>`;
}
