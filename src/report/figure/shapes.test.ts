import { describe, expect, it } from 'vitest';
import type { ShapesFigure } from './figure.ts';
import { renderShapes } from './shapes.ts';

const box = { left: -1, bottom: 0, right: 3, top: 2 };

function figureOf(panels: ShapesFigure['panels']): ShapesFigure {
  return { kind: 'shapes', title: 'title', caption: 'caption', panels };
}

/** Markup with one space where it has any white space, none before the end of a tag. */
function onOneLine(markup: string): string {
  return markup.replaceAll(/\s+/g, ' ').replaceAll(' >', '>');
}

describe('shapes', () => {
  it('stand where they belong, y upwards, the longer side of the box 360 pixels', () => {
    const { markup } = renderShapes(
      figureOf([
        {
          label: 'before',
          note: 'noted',
          box,
          shapes: [
            { kind: 'circle', x: 1, y: 0.5, radius: 0.5, shade: 0, label: 'one' },
            { kind: 'rectangle', x: -1, y: 1, width: 2, height: 0.5, shade: 1, label: 'two' },
          ],
        },
      ]),
    );
    // 4 units across are 360 pixels: 90 a unit. The circle's centre lies 2 units right and 1.5 below the upper left corner.
    expect(onOneLine(markup)).toContain('<circle class="shape" cx="180" cy="135" r="45" fill="#00224e">');
    // The rectangle's upper left corner lies at the left edge, half a unit below the top.
    expect(onOneLine(markup)).toContain(
      '<rect class="shape" x="0" y="45" width="180" height="45" fill="#fee838">',
    );
    expect(markup).toContain('<rect class="frame" width="360" height="180" />');
    expect(markup).toContain('<p>noted</p>');
  });

  it('are escaped and keep to the ends of the colour scale', () => {
    const evil = '"><script>alert(1)</script>';
    const shape = { kind: 'circle', x: 0, y: 0, radius: 1, shade: 99, label: evil } as const;
    const { markup } = renderShapes(
      figureOf([{ label: evil, note: evil, box, shapes: [shape, { ...shape, shade: -99 }] }]),
    );
    expect(markup).not.toContain('<script');
    expect(markup).toContain('fill="#fee838"');
    expect(markup).toContain('fill="#00224e"');
    expect(markup).not.toMatch(/NaN|undefined/);
  });
});
