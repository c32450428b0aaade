import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import type { Step } from '../../data/lineage/steps.ts';
import { stepFrom } from '../../data/lineage/steps.ts';
import type { LineagePlot } from './lineage-plot.ts';
import { createLineagePlot } from './lineage-plot.ts';
import type { Scene } from './scene.ts';

const STEPS: { readonly [key: string]: Step } = {
  ArrowLeft: 'parent',
  ArrowRight: 'child',
  ArrowUp: 'older',
  ArrowDown: 'younger',
};

/** The picture itself: moved by dragging, zoomed by the wheel, walked along the descent with the arrow keys. */
export function LineageCanvas(props: {
  readonly scene: Scene;
  /** Another one is another picture, which begins with the whole. */
  readonly picture: string;
  readonly chosen: number;
  readonly choose: (place: number) => void;
  readonly hover: (place: number) => void;
  readonly open: (place: number) => void;
  /** What it shows, for readers without eyes. */
  readonly label: string;
  readonly control: { current: LineagePlot | null };
}): JSX.Element {
  const { scene, picture, chosen, label, control } = props;
  const frame = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const shown = useRef(picture);

  useEffect(() => {
    const plot = createLineagePlot(frame.current!, latest.current.scene, {
      hovered: (place) => latest.current.hover(place),
      taken: (place, how) => (how === 'click' ? latest.current.open(place) : latest.current.choose(place)),
    });
    control.current = plot;
    return () => {
      control.current = null;
      plot.destroy();
    };
  }, []);
  useEffect(() => {
    control.current?.show(scene, shown.current !== picture);
    shown.current = picture;
  }, [scene, picture]);
  useEffect(() => {
    control.current?.mark(chosen);
    if (chosen !== -1) control.current?.reveal(chosen);
  }, [chosen]);

  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    const { set } = scene;
    if (step !== undefined) {
      const start = set.path.at(-1) ?? 0;
      props.choose(chosen === -1 ? start : stepFrom(set, chosen, step));
    } else if (event.key === 'Enter' && chosen !== -1) props.open(chosen);
    else if (event.key === 'Escape' && chosen !== -1) props.choose(-1);
    else if (event.key === '+' || event.key === '=') control.current?.zoom(1.5);
    else if (event.key === '-') control.current?.zoom(1 / 1.5);
    else if (event.key === '0') control.current?.whole();
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={frame}
      class="lineage-frame"
      role="application"
      aria-roledescription="lineage"
      aria-label={label}
      tabIndex={0}
      onKeyDown={press}
    />
  );
}
