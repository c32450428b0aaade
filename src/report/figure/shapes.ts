import type { IllustrationShape } from '../../kernel/illustration.ts';
import { clamp } from '../format.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';
import type { ColorScale } from './color-scale.ts';
import { createColorScale } from './color-scale.ts';
import type { ShapesFigure, ShapesPanel } from './figure.ts';

/** The longer side of a drawing, in pixels. */
const PLOT = 360;
const MARGIN = 4;

/** The panels side by side, each with its figure below; a shape's label shows where the pointer rests. */
export function renderShapes(figure: ShapesFigure): Markup {
  const scale = createColorScale([0, 1], 'sequential', 64);
  return html`<figure class="shapes">
    <figcaption><strong>${figure.title}</strong> ${figure.caption}</figcaption>
    <div class="panels">${figure.panels.map((panel) => renderPanel(figure.title, panel, scale))}</div>
  </figure>`;
}

function renderPanel(title: string, { label, note, box, shapes }: ShapesPanel, scale: ColorScale): Markup {
  const unit = PLOT / Math.max(box.right - box.left, box.top - box.bottom);
  const width = (box.right - box.left) * unit;
  const height = (box.top - box.bottom) * unit;
  const drawn = shapes.map((shape) => {
    const place: Place = { across: (shape.x - box.left) * unit, down: (box.top - shape.y) * unit, unit };
    return renderShape(shape, place, scale.colors[scale.levelOf(clamp(shape.shade, 0, 1))]!);
  });
  return html`<div class="panel">
    <h4>${label}</h4>
    <svg
      class="chart"
      viewBox="${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}"
      width="${width + 2 * MARGIN}"
      height="${height + 2 * MARGIN}"
      role="img"
      aria-label="${`${title}, ${label}: ${note}`}"
    >
      <rect class="no-value" width="${width}" height="${height}" />
      ${drawn}
      <rect class="frame" width="${width}" height="${height}" />
    </svg>
    <p>${note}</p>
  </div>`;
}

/** Where a shape's own point lies in the drawing, and pixels a unit. */
interface Place {
  readonly across: number;
  readonly down: number;
  readonly unit: number;
}

function renderShape(shape: IllustrationShape, { across, down, unit }: Place, color: string): Markup {
  const title = html`<title>${shape.label}</title>`;
  switch (shape.kind) {
    case 'circle':
      return html`<circle
        class="shape"
        cx="${pixels(across)}"
        cy="${pixels(down)}"
        r="${pixels(shape.radius * unit)}"
        fill="${color}"
        >${title}</circle
      >`;
    case 'rectangle': {
      const height = shape.height * unit;
      return html`<rect
        class="shape"
        x="${pixels(across)}"
        y="${pixels(down - height)}"
        width="${pixels(shape.width * unit)}"
        height="${pixels(height)}"
        fill="${color}"
        >${title}</rect
      >`;
    }
  }
}

function pixels(value: number): number {
  return Number(value.toFixed(2));
}
