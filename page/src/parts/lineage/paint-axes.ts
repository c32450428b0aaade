import { ticks } from '../../../../src/report/chart/axis.ts';
import { createValueFormat, formatCount } from '../../../../src/report/format.ts';
import { tickLabels } from '../../data/tick-labels.ts';
import type { Colors, Frame, Scene } from './scene.ts';
import { toLeft, toTop } from './scene.ts';

const FONT = '11px ui-sans-serif, system-ui, sans-serif';

/** Numbers along the lower edge. */
export function paintAxes(context: CanvasRenderingContext2D, frame: Frame, colors: Colors): void {
  const { camera, size } = frame;
  context.font = FONT;
  context.lineWidth = 0.5;
  context.strokeStyle = colors('--rule');
  context.fillStyle = colors('--muted');
  context.beginPath();
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  // No more of them than there are whole numbers.
  const across = size.width / camera.kx;
  for (const number of ticks(camera.x, camera.x + across, Math.min(size.width / 90, across))) {
    if (number < 0) continue;
    const left = Math.round(toLeft(frame, number)) + 0.5;
    const text = number === 0 ? 'baseline' : formatCount(number);
    const half = context.measureText(text).width / 2;
    if (left - half < 0 || left + half > size.width) {
      if (left < -1 || left > size.width) continue;
      context.textAlign = left - half < 0 ? 'left' : 'right';
    }
    context.moveTo(left, 0);
    context.lineTo(left, size.height);
    const shift =
      context.textAlign === 'left'
        ? Math.max(0, left - 1)
        : context.textAlign === 'right'
          ? size.width
          : left;
    context.fillText(text, shift, size.height + 15);
    context.textAlign = 'center';
  }
  context.stroke();
}

/** Figures along the right edge, where they mean something; above the dots. */
export function paintFigures(
  context: CanvasRenderingContext2D,
  { unitY }: Scene,
  frame: Frame,
  colors: Colors,
): void {
  if (unitY === null) return;
  const { camera, size } = frame;
  context.font = FONT;
  context.lineWidth = 0.5;
  context.strokeStyle = colors('--rule');
  context.textAlign = 'right';
  context.textBaseline = 'bottom';
  const labels: { readonly text: string; readonly top: number }[] = [];
  context.beginPath();
  // y is minus the score: greater ones lie higher.
  const scores = ticks(-(camera.y + size.height / camera.ky), -camera.y, size.height / 60);
  const texts = tickLabels(scores.map(createValueFormat(unitY, scores)));
  for (const [place, score] of scores.entries()) {
    const top = Math.round(toTop(frame, -score)) + 0.5;
    if (top < 14 || top > size.height) continue;
    context.moveTo(0, top);
    context.lineTo(size.width, top);
    labels.push({ text: texts[place]!, top });
  }
  context.stroke();
  // Legible also where dots lie under them.
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.strokeStyle = colors('--paper');
  context.fillStyle = colors('--muted');
  for (const { text, top } of labels) {
    context.strokeText(text, size.width - 4, top - 1);
    context.fillText(text, size.width - 4, top - 1);
  }
}
