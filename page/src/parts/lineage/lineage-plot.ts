import type { Camera } from '../../data/lineage/camera.ts';
import { fitted, moved, revealed, zoomed } from '../../data/lineage/camera.ts';
import { onThemeChange, themeColor } from '../../data/theme.ts';
import { createGestures } from './gestures.ts';
import { paintAxes, paintFigures } from './paint-axes.ts';
import { paintDots } from './paint-dots.ts';
import { paintLines } from './paint-lines.ts';
import { paintMarks } from './paint-marks.ts';
import type { Frame, Scene } from './scene.ts';
import { placeUnder } from './scene.ts';

/** Candidates on a canvas that can be moved and zoomed. */
export interface LineagePlot {
  /** `isNew` goes back to the whole, for a scene whose places mean something else. */
  readonly show: (scene: Scene, isNew: boolean) => void;
  readonly mark: (chosen: number) => void;
  /** Moves only as far as is needed to see it. */
  readonly reveal: (place: number) => void;
  readonly zoom: (by: number) => void;
  readonly whole: () => void;
  readonly destroy: () => void;
}

export interface PlotEvents {
  /** -1 for none. */
  readonly hovered: (place: number) => void;
  /** Clicked, or tapped on a screen that knows no pointing. */
  readonly taken: (place: number, how: 'click' | 'tap') => void;
}

/** Room below the plane for its numbers, in pixels. */
const FOOT = 20;

export function createLineagePlot(frame: HTMLElement, first: Scene, events: PlotEvents): LineagePlot {
  const [base, over] = [addCanvas(frame), addCanvas(frame)];
  const colors = createColors();
  let scene = first;
  let size = { width: 1, height: 1 };
  let camera: Camera = fitted(scene.arrangement, size);
  let isWhole = true;
  let marks = { chosen: -1, hovered: -1 };
  let dirty = { base: true, over: true };
  let asked: number | null = null;

  const bounds = (): Parameters<typeof moved>[2] => ({ ranges: scene.arrangement, size });
  const present = (): Frame => ({ camera, size, ratio: devicePixelRatio });
  const ask = (what: 'base' | 'over'): void => {
    dirty = what === 'base' ? { base: true, over: true } : { ...dirty, over: true };
    asked ??= requestAnimationFrame(paint);
  };
  const paint = (): void => {
    asked = null;
    const now = present();
    if (dirty.base) {
      const context = cleared(base);
      paintAxes(context, now, colors.of);
      clipped(context, () => {
        paintLines(context, scene, now, colors.of);
        paintDots(context, scene, now, colors.of);
        paintFigures(context, scene, now, colors.of);
      });
    }
    if (dirty.over) {
      const context = cleared(over);
      clipped(context, () => paintMarks(context, scene, now, colors.of, marks));
    }
    dirty = { base: false, over: false };
  };
  const clipped = (context: CanvasRenderingContext2D, act: () => void): void => {
    context.save();
    context.beginPath();
    context.rect(0, 0, size.width, size.height);
    context.clip();
    act();
    context.restore();
  };
  const look = (next: Camera): void => {
    camera = next;
    isWhole = next.kx <= fitted(scene.arrangement, size).kx * 1.0001 && isFlat(next);
    ask('base');
  };
  const isFlat = (next: Camera): boolean => next.ky <= fitted(scene.arrangement, size).ky * 1.0001;
  const hover = (place: number): void => {
    if (place === marks.hovered) return;
    marks = { ...marks, hovered: place };
    frame.style.cursor = place === -1 ? '' : 'pointer';
    events.hovered(place);
    ask('over');
  };

  const resize = new ResizeObserver(() => {
    size = { width: Math.max(1, frame.clientWidth), height: Math.max(1, frame.clientHeight - FOOT) };
    for (const canvas of [base, over]) {
      canvas.width = Math.round(frame.clientWidth * devicePixelRatio);
      canvas.height = Math.round(frame.clientHeight * devicePixelRatio);
    }
    camera = isWhole ? fitted(scene.arrangement, size) : moved(camera, { left: 0, top: 0 }, bounds());
    dirty = { base: true, over: true };
    paint();
  });
  resize.observe(frame);
  const leaveTheme = onThemeChange(() => {
    colors.forget();
    ask('base');
  });
  const leaveGestures = createGestures(frame, {
    drag: (by) => look(moved(camera, by, bounds())),
    zoom: (by, around, axis) => look(zoomed(camera, by, around, bounds(), axis)),
    point: (point) => hover(point === null ? -1 : placeUnder(scene, present(), point, 9)),
    take: (point, how) => {
      const place = placeUnder(scene, present(), point, how === 'tap' ? 20 : 9);
      if (place !== -1) events.taken(place, how);
    },
  });

  return {
    show(next, isNew) {
      const follows = isWhole || isNew;
      scene = next;
      if (marks.hovered >= next.set.count) hover(-1);
      camera = follows ? fitted(next.arrangement, size) : moved(camera, { left: 0, top: 0 }, bounds());
      isWhole = follows;
      ask('base');
    },
    mark(chosen) {
      marks = { ...marks, chosen };
      ask('over');
    },
    reveal(place) {
      const { x, y } = scene.arrangement;
      const point = { x: x[place]!, y: y[place]! };
      if (!Number.isNaN(point.y)) look(revealed(camera, point, bounds()));
    },
    zoom(by) {
      const { x, y } = scene.arrangement;
      const { chosen } = marks;
      const at =
        chosen === -1 || Number.isNaN(y[chosen]!)
          ? { left: size.width / 2, top: size.height / 2 }
          : { left: (x[chosen]! - camera.x) * camera.kx, top: (y[chosen]! - camera.y) * camera.ky };
      look(zoomed(camera, by, at, bounds()));
    },
    whole: () => look(fitted(scene.arrangement, size)),
    destroy() {
      if (asked !== null) cancelAnimationFrame(asked);
      resize.disconnect();
      leaveTheme();
      leaveGestures();
      base.remove();
      over.remove();
    },
  };
}

function addCanvas(frame: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  frame.append(canvas);
  return canvas;
}

function cleared(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d')!;
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  return context;
}

/** Colours of the palette, each looked up once a theme. */
function createColors(): { readonly of: (property: string) => string; readonly forget: () => void } {
  const known = new Map<string, string>();
  return {
    of(property) {
      const color = known.get(property) ?? themeColor(property);
      known.set(property, color);
      return color;
    },
    forget: () => known.clear(),
  };
}
