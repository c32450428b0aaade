import type { OutcomeLook } from './outcome-look.ts';
import { outcomeLook } from './outcome-look.ts';
import type { Colors, Frame, Scene } from './scene.ts';
import { seenPlaces, toLeft, toTop } from './scene.ts';

/** From so many dots on, they are set as single pixels. */
const MOST_SHAPES = 4000;
const DIMMED = 0.14;

/** Every candidate that can be seen, those of least weight first. */
export function paintDots(
  context: CanvasRenderingContext2D,
  scene: Scene,
  frame: Frame,
  colors: Colors,
): void {
  const [from, to] = seenPlaces(scene, frame);
  if (to - from > MOST_SHAPES) paintPixels(context, scene, frame, colors, from, to);
  else paintShapes(context, scene, frame, colors, from, to);
}

/** Outcomes in the order they are drawn. */
function ranked(
  outcomes: readonly string[],
): readonly { readonly outcome: number; readonly look: OutcomeLook }[] {
  return outcomes
    .map((name, outcome) => ({ outcome, look: outcomeLook(name) }))
    .toSorted((left, right) => left.look.rank - right.look.rank);
}

function paintShapes(
  context: CanvasRenderingContext2D,
  scene: Scene,
  frame: Frame,
  colors: Colors,
  from: number,
  to: number,
): void {
  const { set, arrangement, matches } = scene;
  // Few numbers in much room may be drawn larger.
  const scale = Math.min(1.5, Math.max(0.8, frame.camera.kx / 5));
  for (const dimmed of matches === null ? [false] : [true, false]) {
    context.globalAlpha = dimmed ? DIMMED : 1;
    for (const { outcome, look } of ranked(set.outcomes)) {
      context.beginPath();
      for (let place = from; place < to; place += 1) {
        if (set.outcome[place] !== outcome) continue;
        if (matches !== null && (matches[place] === 0) !== dimmed) continue;
        const top = toTop(frame, arrangement.y[place]!);
        if (!(top >= -8 && top <= frame.size.height + 8)) continue;
        addShape(context, look, toLeft(frame, arrangement.x[place]!), top, look.size * scale);
      }
      const color = colors(look.color);
      if (look.shape === 'ring' || look.shape === 'cross') {
        context.strokeStyle = color;
        context.lineWidth = 1.4;
        context.stroke();
      } else {
        context.fillStyle = color;
        context.fill();
      }
    }
  }
  context.globalAlpha = 1;
}

function addShape(
  context: CanvasRenderingContext2D,
  { shape }: OutcomeLook,
  left: number,
  top: number,
  size: number,
): void {
  switch (shape) {
    case 'disc':
    case 'ring':
      context.moveTo(left + size, top);
      context.arc(left, top, size, 0, 2 * Math.PI);
      return;
    case 'diamond':
      context.moveTo(left, top - size);
      context.lineTo(left + size, top);
      context.lineTo(left, top + size);
      context.lineTo(left - size, top);
      context.closePath();
      return;
    case 'cross':
      context.moveTo(left - size, top - size);
      context.lineTo(left + size, top + size);
      context.moveTo(left - size, top + size);
      context.lineTo(left + size, top - size);
      return;
  }
}

const scratch = { canvas: null as HTMLCanvasElement | null, image: null as ImageData | null };

/** Very many at once: each a few pixels, darker where they lie on each other; kept ones on top. */
function paintPixels(
  context: CanvasRenderingContext2D,
  scene: Scene,
  frame: Frame,
  colors: Colors,
  from: number,
  to: number,
): void {
  const { set, arrangement, matches } = scene;
  const { ratio, size } = frame;
  const width = Math.ceil(size.width * ratio);
  const height = Math.ceil(size.height * ratio);
  const { canvas, image } = scratchOf(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  pixels.fill(0);
  const { kx, ky, x, y } = frame.camera;
  for (const { outcome, look } of ranked(set.outcomes)) {
    const color = pixelOf(colors(look.color));
    const isFaint = look.rank < 2;
    const side = Math.max(1, Math.round((isFaint ? 1.4 : look.size) * ratio));
    for (let place = from; place < to; place += 1) {
      if (set.outcome[place] !== outcome) continue;
      const isDimmed = matches !== null && matches[place] === 0;
      const column = Math.round((arrangement.x[place]! - x) * kx * ratio - side / 2);
      const row = Math.round((arrangement.y[place]! - y) * ky * ratio - side / 2);
      if (!(row >= 0 && row + side <= height && column >= 0 && column + side <= width)) continue;
      const start = isDimmed ? 16 : isFaint && matches === null ? 120 : 255;
      const more = isDimmed ? 6 : 50;
      for (let down = 0; down < side; down += 1) {
        const line = (row + down) * width + column;
        for (let across = 0; across < side; across += 1) {
          const alpha = pixels[line + across]! >>> 24;
          const next = alpha === 0 ? start : Math.max(start, Math.min(255, alpha + more));
          if (isDimmed && alpha > 60) continue;
          pixels[line + across] = (color & 0xffffff) | (next << 24);
        }
      }
    }
  }
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  context.drawImage(canvas, 0, 0, width, height, 0, 0, width / ratio, height / ratio);
}

function scratchOf(
  width: number,
  height: number,
): { readonly canvas: HTMLCanvasElement; readonly image: ImageData } {
  const canvas = (scratch.canvas ??= document.createElement('canvas'));
  const { image } = scratch;
  if (image !== null && image.width === width && image.height === height) return { canvas, image };
  canvas.width = width;
  canvas.height = height;
  const fresh = new ImageData(width, height);
  scratch.image = fresh;
  return { canvas, image: fresh };
}

/** `#rrggbb` as the pixel of a little-endian machine, alpha left out. */
function pixelOf(color: string): number {
  const value = Number.parseInt(color.slice(1), 16);
  return ((value & 0xff) << 16) | (value & 0xff00) | ((value >> 16) & 0xff);
}
