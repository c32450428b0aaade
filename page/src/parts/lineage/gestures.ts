interface Point {
  readonly left: number;
  readonly top: number;
}

interface Moves {
  readonly drag: (by: Point) => void;
  readonly zoom: (by: number, around: Point, axis: 'both' | 'x') => void;
  /** Null when the pointer leaves. */
  readonly point: (point: Point | null) => void;
  readonly take: (point: Point, how: 'click' | 'tap') => void;
}

/** A pointer that has moved no further than this, in pixels, has not dragged. */
const STILL = 4;
const WHEEL_STEP = 0.0016;

/** Tells what somebody does with pointer, wheel or fingers; returns what ends it. */
export function createGestures(element: HTMLElement, moves: Moves): () => void {
  const down = new Map<number, Point>();
  let dragged = 0;
  const ending = new AbortController();
  const { signal } = ending;
  const at = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { left: event.clientX - box.left, top: event.clientY - box.top };
  };

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      if (down.size === 0) dragged = 0;
      down.set(event.pointerId, at(event));
      element.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      const before = down.get(event.pointerId);
      const now = at(event);
      if (before === undefined) {
        if (event.pointerType !== 'touch') moves.point(now);
        return;
      }
      const by = { left: now.left - before.left, top: now.top - before.top };
      dragged += Math.hypot(by.left, by.top);
      if (down.size === 2) pinch(down, event.pointerId, now, moves);
      down.set(event.pointerId, now);
      if (down.size === 1 && dragged > STILL) moves.drag(by);
    },
    { signal },
  );
  const up = (event: PointerEvent): void => {
    if (!down.delete(event.pointerId) || event.type === 'pointercancel') return;
    if (dragged <= STILL && down.size === 0)
      moves.take(at(event), event.pointerType === 'mouse' ? 'click' : 'tap');
  };
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', up, { signal });
  element.addEventListener('pointerleave', () => moves.point(null), { signal });
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) && !event.shiftKey;
      if (isSideways) return moves.drag({ left: -event.deltaX, top: 0 });
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const delta = (event.deltaY === 0 ? event.deltaX : event.deltaY) * lines;
      const step = event.ctrlKey ? WHEEL_STEP * 6 : WHEEL_STEP;
      return moves.zoom(Math.exp(-delta * step), at(event), event.shiftKey ? 'x' : 'both');
    },
    { signal, passive: false },
  );
  return () => ending.abort();
}

/** Two fingers: one has moved while the other stayed. */
function pinch(down: ReadonlyMap<number, Point>, moving: number, now: Point, moves: Moves): void {
  const before = down.get(moving)!;
  const other = [...down].find(([id]) => id !== moving)![1];
  const length = (point: Point): number => Math.hypot(point.left - other.left, point.top - other.top);
  const middle = { left: (now.left + other.left) / 2, top: (now.top + other.top) / 2 };
  if (length(before) > 0) moves.zoom(length(now) / length(before), middle, 'both');
}
