import { redactSecrets } from '../../kernel/redact-secrets.ts';
import type { ReportContext } from '../context.ts';
import type { DiffLine } from '../file-diff.ts';
import { diffFiles } from '../file-diff.ts';
import { formatAmount } from '../format.ts';
import type { Milestone } from '../history.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';
import { capped, createAllowance } from '../text.ts';

const FILES = 12;
const DIFF_LINES = 600;
/** For all files together. */
const DIFF_CHARACTERS = 60_000;
const CODE_CHARACTERS = 60_000;

interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What the winner changed, line by line, and its files in full. */
export function renderCodeSection(context: ReportContext): Markup | null {
  const { winner } = context;
  if (winner === null) return null;
  const files = changedFiles(context, winner);
  const shown = files.slice(0, FILES);
  const rest = files.length - shown.length;
  const allowances = { diff: createAllowance(DIFF_CHARACTERS), code: createAllowance(CODE_CHARACTERS) };
  return html`<section id="code">
    <h2>What the winner changed</h2>
    ${files.length === 0 ? html`<p>None of its text files differs from the baseline’s.</p>` : null}
    ${shown.map((file) => renderFile(file, allowances))}
    ${rest > 0 ? html`<p class="note">${formatAmount(rest, 'more changed file')} not shown.</p>` : null}
  </section>`;
}

function changedFiles(context: ReportContext, winner: Milestone): readonly ChangedFile[] {
  const { readFile, editableFiles } = context.input;
  const paths = new Set([...editableFiles(context.baseline.tree), ...editableFiles(winner.tree)]);
  return [...paths].toSorted().flatMap((path) => {
    const before = readFile(context.baseline.tree, path) ?? '';
    const after = readFile(winner.tree, path) ?? '';
    // A report is shown around, so no key that stands in the code goes into it.
    const [clean, changed] = [before, after].map((text) => redactSecrets(text, []).text) as [string, string];
    return before === after ? [] : [{ path, before: clean, after: changed }];
  });
}

interface Allowances {
  readonly diff: (text: string) => string;
  readonly code: (text: string) => string;
}

function renderFile({ path, before, after }: ChangedFile, allowances: Allowances): Markup {
  return html`<h3><code>${capped(path, 200)}</code></h3>
    ${renderDiff(before, after, allowances.diff)}
    <details>
      <summary>the winner’s file in full, ${formatAmount(after.split('\n').length, 'line')}</summary>
      <pre class="code">${allowances.code(after)}</pre>
    </details>`;
}

function renderDiff(before: string, after: string, allow: Allowances['diff']): Markup {
  const lines = diffFiles(before, after);
  if (lines === null) return html`<p class="note">Too much differs to show it line by line.</p>`;
  const rest = lines.length - DIFF_LINES;
  const rows = lines.slice(0, DIFF_LINES).map((line) => renderLine(line, allow));
  return html`<div class="scroll">
      <table class="diff">
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${rest > 0 ? html`<p class="note">${formatAmount(rest, 'more line')} of the diff not shown.</p>` : null}`;
}

const SIGNS = { context: ' ', added: '+', removed: '−', hunk: ' ' } as const;

function renderLine(line: DiffLine, allow: Allowances['diff']): Markup {
  const parts = line.parts.map(({ text, changed }) =>
    changed ? html`<mark>${allow(text)}</mark>` : html`${allow(text)}`,
  );
  return html`<tr class="${line.kind}">
    <td class="line">${line.before}</td>
    <td class="line">${line.after}</td>
    <td class="sign">${SIGNS[line.kind]}</td>
    <td class="text">${parts}</td>
  </tr>`;
}
