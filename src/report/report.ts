import type { ReportContext } from './context.ts';
import { createContext } from './context.ts';
import type { Figure } from './figure/figure.ts';
import { renderHeatMap } from './figure/heat-map.ts';
import { renderShapes } from './figure/shapes.ts';
import type { ReportInput } from './input.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { renderCertificateSection } from './sections/certificate.ts';
import { renderCodeSection } from './sections/code.ts';
import { renderCurveSection } from './sections/curve.ts';
import { renderEvidenceSection } from './sections/evidence.ts';
import { renderHeadline } from './sections/headline.ts';
import { renderKeepsSection } from './sections/keeps.ts';
import { renderLineageSection } from './sections/lineage.ts';
import { renderNoiseSection } from './sections/noise.ts';
import { renderRefusalsSection } from './sections/refusals.ts';
import { renderReproductionSection } from './sections/reproduction.ts';
import { stylesheet } from './style.ts';

/**
 * One HTML file that tells a run: it opens offline, asks for nothing, runs no script, and shows whatever candidates wrote
 * as text. Pure: the same input gives the same bytes.
 */
export function renderReport(input: ReportInput): string {
  const context = createContext(input);
  const title = input.main.state.task?.name ?? 'Fulcrum run';
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Fulcrum report</title>
        <style>
          ${stylesheet()}
        </style>
      </head>
      <body>
        <main>${context === null ? renderNothingYet(input) : renderSections(context)}</main>
        <footer>
          Written by Fulcrum ${input.main.version ?? ''} from the run’s ledger alone. Every figure above is
          folded from its ${input.main.head?.sequence ?? 0} entries; candidates had no part in writing them.
        </footer>
      </body>
    </html> `;
  return page.markup;
}

function renderSections(context: ReportContext): readonly Markup[] {
  const sections = [
    renderHeadline(context),
    renderCurveSection(context),
    renderFigures(context),
    renderCodeSection(context),
    renderCertificateSection(context),
    renderKeepsSection(context),
    renderLineageSection(context),
    renderRefusalsSection(context),
    renderNoiseSection(context),
    renderEvidenceSection(context),
    renderReproductionSection(context),
  ];
  return sections.filter((section) => section !== null);
}

function renderFigures(context: ReportContext): Markup | null {
  const { figures } = context.input;
  if (figures.length === 0) return null;
  return html`<section id="figures">
    <h2>What it does now</h2>
    ${figures.map(renderFigure)}
  </section>`;
}

function renderFigure(figure: Figure): Markup {
  switch (figure.kind) {
    case 'heat-map':
      return renderHeatMap(figure);
    case 'shapes':
      return renderShapes(figure);
  }
}

function renderNothingYet(input: ReportInput): Markup {
  const refusedAt = input.main.state.finished?.detail ?? 'The baseline has not been judged.';
  return html`<header>
    <p class="eyebrow">${input.main.state.task?.name ?? 'Fulcrum run'}</p>
    <h1>There is nothing to report yet</h1>
    <p class="lead">${refusedAt}</p>
  </header>`;
}
