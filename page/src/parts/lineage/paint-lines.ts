import type { Colors, Frame, Scene } from './scene.ts';
import { toLeft, toTop } from './scene.ts';

/** Of the lines that can be seen, the longest. */
const MOST_LINES = 3000;

/** Who descends from whom, as far as it can be told apart; below the dots. */
export function paintLines(
  context: CanvasRenderingContext2D,
  scene: Scene,
  frame: Frame,
  colors: Colors,
): void {
  const { camera, size } = frame;
  const end = camera.x + size.width / camera.kx;
  const branches = new Path2D();
  context.beginPath();
  let left = MOST_LINES;
  for (const { from, to, y, base } of scene.arrangement.lines) {
    // The longest come first: all others are too short to be seen.
    if (left === 0 || (to - from) * camera.kx < 0.4) break;
    if (to < camera.x || from > end) continue;
    const [start, stop, top] = [toLeft(frame, from), toLeft(frame, to), toTop(frame, y)];
    if (top < -8 && toTop(frame, base) < -8) continue;
    left -= 1;
    if (base !== y)
      branch(branches, context, start, toTop(frame, base), top, Math.min(9, (stop - start) / 2));
    else context.moveTo(start, top);
    context.lineTo(stop, top);
  }
  context.strokeStyle = colors('--rule');
  context.lineWidth = camera.ky > 12 ? 1.25 : 0.75;
  context.stroke();
  // Many of them stand close together: only lines along time are to be followed from far off.
  context.globalAlpha = camera.ky > 24 ? 1 : camera.ky > 12 ? 0.7 : 0.4;
  context.stroke(branches);
  context.globalAlpha = 1;
  paintDescent(context, scene, frame, scene.set.path, colors('--run'), 2);
}

/** Off one line and, with a round corner, on to another. */
function branch(
  branches: Path2D,
  context: CanvasRenderingContext2D,
  left: number,
  from: number,
  to: number,
  round: number,
): void {
  const radius = Math.min(round, Math.abs(to - from) / 2);
  branches.moveTo(left, from);
  branches.lineTo(left, to - Math.sign(to - from) * radius);
  context.moveTo(left, to - Math.sign(to - from) * radius);
  context.quadraticCurveTo(left, to, left + radius, to);
}

/** A line through candidates of which each was made from the one before. */
export function paintDescent(
  context: CanvasRenderingContext2D,
  { arrangement }: Scene,
  frame: Frame,
  line: readonly number[],
  color: string,
  width: number,
): void {
  context.beginPath();
  let [last, isDrawing] = [0, false];
  for (const place of line) {
    const [left, top] = [toLeft(frame, arrangement.x[place]!), toTop(frame, arrangement.y[place]!)];
    if (Number.isNaN(top)) continue;
    if (!isDrawing) context.moveTo(left, top);
    else {
      // Down only where it was made: until then its parent's line goes on.
      context.lineTo(left, last);
      context.lineTo(left, top);
    }
    [last, isDrawing] = [top, true];
  }
  context.strokeStyle = color;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.stroke();
}
