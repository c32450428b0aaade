import { ancestry, placeOf } from '../../data/lineage/candidate-set.ts';
import { paintDescent } from './paint-lines.ts';
import type { Colors, Frame, Scene } from './scene.ts';
import { toLeft, toTop } from './scene.ts';

/** What is pointed at and what is chosen, with where it came from; above everything else. */
export function paintMarks(
  context: CanvasRenderingContext2D,
  scene: Scene,
  frame: Frame,
  colors: Colors,
  marks: { readonly chosen: number; readonly hovered: number },
): void {
  const shown = marks.hovered === -1 ? marks.chosen : marks.hovered;
  if (shown === -1 || shown >= scene.set.count) return;
  const ink = colors('--ink');
  paintDescent(context, scene, frame, ancestry(scene.set, shown), ink, 1.5);
  paintMates(context, scene, frame, shown, ink);
  for (const place of new Set([marks.chosen, shown])) {
    if (place === -1 || place >= scene.set.count) continue;
    const { left, top } = pointOf(scene, frame, place);
    context.beginPath();
    context.arc(left, top, place === shown ? 6.5 : 5, 0, 2 * Math.PI);
    context.lineWidth = 2;
    context.strokeStyle = colors('--paper');
    context.stroke();
    context.lineWidth = place === marks.chosen ? 2 : 1.25;
    context.strokeStyle = ink;
    context.stroke();
  }
}

/** Further parents, by dashed lines. */
function paintMates(
  context: CanvasRenderingContext2D,
  scene: Scene,
  frame: Frame,
  place: number,
  color: string,
): void {
  const { set } = scene;
  const end = pointOf(scene, frame, place);
  context.beginPath();
  for (const number of set.mates[place] ?? []) {
    const mate = placeOf(set.number, number);
    if (mate === -1) continue;
    const start = pointOf(scene, frame, mate);
    context.moveTo(start.left, start.top);
    context.lineTo(end.left, end.top);
  }
  context.setLineDash([3, 3]);
  context.lineWidth = 1;
  context.strokeStyle = color;
  context.stroke();
  context.setLineDash([]);
}

function pointOf(
  { arrangement }: Scene,
  frame: Frame,
  place: number,
): { readonly left: number; readonly top: number } {
  return { left: toLeft(frame, arrangement.x[place]!), top: toTop(frame, arrangement.y[place]!) };
}
