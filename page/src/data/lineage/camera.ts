import { clamp } from '../../../../src/report/format.ts';
import type { Arrangement } from './arrangement.ts';

/** What part of the plane is seen: the plane's point at the left upper corner, and pixels a unit. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly kx: number;
  readonly ky: number;
}

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

type Ranges = Pick<Arrangement, 'xRange' | 'yRange'>;

/** No nearer than this many pixels from one number to the next. */
const NEAREST = 48;
/** Whole of the plane to what is seen of it at most, downwards. */
const DEEPEST = 400;

/** All of the plane. */
export function fitted({ xRange, yRange }: Ranges, { width, height }: Size): Camera {
  const kx = width / Math.max(1, (xRange[1] - xRange[0]) * 1.015);
  const ky = height / Math.max(Number.MIN_VALUE, yRange[1] - yRange[0]);
  return { x: xRange[0] - (xRange[1] - xRange[0]) * 0.0075, y: yRange[0], kx, ky };
}

/** Nearer by a factor, around a point of the screen that stays where it is. `axis` names the one that moves. */
export function zoomed(
  camera: Camera,
  by: number,
  around: { readonly left: number; readonly top: number },
  bounds: { readonly ranges: Ranges; readonly size: Size },
  axis: 'both' | 'x' = 'both',
): Camera {
  const whole = fitted(bounds.ranges, bounds.size);
  const kx = clamp(camera.kx * by, whole.kx, Math.max(whole.kx, NEAREST));
  const ky = axis === 'x' ? camera.ky : clamp(camera.ky * by, whole.ky, whole.ky * DEEPEST);
  const x = camera.x + around.left / camera.kx - around.left / kx;
  const y = camera.y + around.top / camera.ky - around.top / ky;
  return bounded({ x, y, kx, ky }, bounds);
}

/** Moved by pixels; the plane never leaves the screen. */
export function moved(
  camera: Camera,
  by: { readonly left: number; readonly top: number },
  bounds: { readonly ranges: Ranges; readonly size: Size },
): Camera {
  return bounded({ ...camera, x: camera.x - by.left / camera.kx, y: camera.y - by.top / camera.ky }, bounds);
}

/** Brings a point into the middle if it is not well inside the screen. */
export function revealed(
  camera: Camera,
  point: { readonly x: number; readonly y: number },
  bounds: { readonly ranges: Ranges; readonly size: Size },
): Camera {
  const { width, height } = bounds.size;
  const left = (point.x - camera.x) * camera.kx;
  const top = (point.y - camera.y) * camera.ky;
  const isInside = left > 12 && left < width - 12 && top > 6 && top < height - 6;
  if (isInside) return camera;
  return bounded(
    { ...camera, x: point.x - width / 2 / camera.kx, y: point.y - height / 2 / camera.ky },
    bounds,
  );
}

function bounded(camera: Camera, { ranges, size }: { readonly ranges: Ranges; readonly size: Size }): Camera {
  const whole = fitted(ranges, size);
  const within = (value: number, least: number, most: number): number =>
    most < least ? (least + most) / 2 : clamp(value, least, most);
  return {
    ...camera,
    x: within(camera.x, whole.x, whole.x + size.width / whole.kx - size.width / camera.kx),
    y: within(camera.y, whole.y, whole.y + size.height / whole.ky - size.height / camera.ky),
  };
}
