import type { Chapter, ChapterTable } from '../certificate/chapter.ts';
import { certificateChapters } from '../certificate/chapters.ts';
import type { ReportContext } from '../context.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';
import { capped } from '../text.ts';

const KEEPS = 30;

/** What the keeps are worth: claim, conditions, evidence, and what fresh questions made of the winner. */
export function renderCertificateSection({ input: { certificate } }: ReportContext): Markup | null {
  if (certificate === null) return null;
  return html`<section id="certificate">
    <h2>The certificate</h2>
    <p>Recomputed from the ledger’s entries alone; <code>fulcrum verify</code> does it again.</p>
    ${certificateChapters(certificate, KEEPS).map(renderChapter)}
  </section>`;
}

function renderChapter({ title, sentences, table }: Chapter): Markup {
  return html`<h3>${title}</h3>
    ${sentences.map((sentence) => html`<p>${capped(sentence, 1000)}</p>`)}${table === null ? null : renderTable(table)}`;
}

function renderTable({ columns, rows }: ChapterTable): Markup {
  const styleOf = (index: number): string => (columns[index]?.align === 'right' ? 'number' : '');
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${columns.map(({ title }, index) => html`<th class="${styleOf(index)}">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, index) => html`<td class="${styleOf(index)}">${capped(cell, 400)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
