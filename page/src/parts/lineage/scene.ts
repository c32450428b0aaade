import type { Arrangement } from '../../data/lineage/arrangement.ts';
import type { Camera, Size } from '../../data/lineage/camera.ts';
import type { CandidateSet } from '../../data/lineage/candidate-set.ts';
import { firstFrom } from '../../data/lineage/candidate-set.ts';

/** What is drawn. */
export interface Scene {
  readonly set: CandidateSet;
  readonly arrangement: Arrangement;
  /** 1 for those that pass the filter, by place; null where there is none. */
  readonly matches: Uint8Array | null;
  /** Of the figures beside the y axis; null where it has none. */
  readonly unitY: string | null;
}

/** What part of the scene is drawn, and into how much room. */
export interface Frame {
  readonly camera: Camera;
  readonly size: Size;
  /** Device pixels a pixel. */
  readonly ratio: number;
}

export function toLeft({ camera }: Frame, x: number): number {
  return (x - camera.x) * camera.kx;
}

export function toTop({ camera }: Frame, y: number): number {
  return (y - camera.y) * camera.ky;
}

/** Places whose x can be seen: from the first up to, and without, the second. */
export function seenPlaces({ arrangement }: Scene, { camera, size }: Frame): readonly [number, number] {
  const margin = 8 / camera.kx;
  return [
    firstFrom(arrangement.x, camera.x - margin),
    firstFrom(arrangement.x, camera.x + size.width / camera.kx + margin),
  ];
}

/** The value of a custom property of the page's style, as `--ink`. */
export type Colors = (property: string) => string;

/** The candidate under a point of the screen, within a few pixels; -1 for none. Those that pass the filter come first. */
export function placeUnder(
  scene: Scene,
  frame: Frame,
  point: { readonly left: number; readonly top: number },
  within: number,
): number {
  const { arrangement, matches } = scene;
  const x = frame.camera.x + point.left / frame.camera.kx;
  const reach = within / frame.camera.kx;
  const end = firstFrom(arrangement.x, x + reach + 1);
  let best = -1;
  let nearest = within ** 2;
  for (let place = firstFrom(arrangement.x, x - reach); place < end; place += 1) {
    if (matches !== null && matches[place] === 0) continue;
    const square =
      (toLeft(frame, arrangement.x[place]!) - point.left) ** 2 +
      (toTop(frame, arrangement.y[place]!) - point.top) ** 2;
    if (square < nearest) [best, nearest] = [place, square];
  }
  return best;
}
