import { createLogUpdate } from 'log-update';
import type { StoredEntry } from '../../../kernel/contracts/ledger.ts';
import type { Doing } from '../../watch-work.ts';
import { createPaint } from './paint.ts';
import type { ChangeOf } from './last-change.ts';
import { createLastChange } from './last-change.ts';
import { plainLines, progressLine } from './plain-lines.ts';
import { createRate } from './rate.ts';
import type { EarlierRun, RunTracker } from './run-tracker.ts';
import { createRunTracker } from './run-tracker.ts';
import { sanitise } from './sanitise.ts';
import { renderScreen } from './screen.ts';
import { createWorkInHand } from './work-in-hand.ts';

export interface DisplayOptions {
  /** `full` redraws in place, `plain` appends lines, `none` is silent. */
  readonly mode: DisplayMode;
  readonly stream: DisplayStream;
  readonly color: boolean;
  /** Columns; default: the stream's, else 80. */
  readonly width?: number;
  /** Left out, no change is shown. */
  readonly changeOf?: ChangeOf;
}

export type DisplayMode = 'full' | 'plain' | 'none';

/** The part of a terminal's stream that is used. */
export type DisplayStream = NodeJS.WritableStream & {
  readonly columns?: number;
  readonly rows?: number;
  readonly isTTY?: boolean;
};

export type DisplayedRun = 'main' | 'control';

/** Shows a run while it goes. Memory stays constant however long it is. */
export interface Display {
  /** Takes in an entry that is durable. */
  readonly onEntry: (entry: StoredEntry, run?: DisplayedRun) => void;
  /** Takes in what is done about a candidate just now. */
  readonly onWork: (number: number, doing: Doing) => void;
  /** Takes in what happened before, all at once: for a run that goes on. */
  readonly restore: (earlier: EarlierRun) => void;
  /** To be called a few times a second with the time in milliseconds since 1970; draws at most ten times a second. */
  readonly onTick: (now: number) => void;
  /** Says something beside the run; stays on the screen. */
  readonly note: (text: string) => void;
  /** Draws for the last time and gives the terminal back; what comes later is ignored. */
  readonly finish: () => void;
}

const DRAW_EVERY_MILLISECONDS = 100;
const LINE_EVERY_MILLISECONDS = 2000;
const LONGEST_NOTE = 500;

export function createDisplay(options: DisplayOptions): Display {
  switch (options.mode) {
    case 'none':
      return silentDisplay;
    case 'plain':
      return createPlainDisplay(options);
    case 'full':
      return createFullDisplay(options);
  }
}

const silentDisplay: Display = {
  onEntry: () => undefined,
  onWork: () => undefined,
  restore: () => undefined,
  onTick: () => undefined,
  note: () => undefined,
  finish: () => undefined,
};

interface Watch {
  readonly main: RunTracker;
  readonly control: RunTracker;
  readonly sample: (now: number) => void;
  /** Judged candidates a second: of late while anything is at work, over the whole run when nothing is. */
  readonly perSecond: () => number | null;
  readonly observe: (entry: StoredEntry, run: DisplayedRun) => void;
  /** Seconds at work until `now`; a finished run's clock stands still. */
  readonly secondsAt: (now: number) => number;
}

function createWatch(): Watch {
  const main = createRunTracker();
  const control = createRunTracker();
  const rate = createRate();
  return {
    main,
    control,
    sample: (now) => rate.sample(now, evaluationsOf(main) + evaluationsOf(control)),
    perSecond() {
      const { state, seconds } = main.view();
      const atWork = [state, control.view().state].some(
        ({ phase }) => phase === 'started' || phase === 'running',
      );
      if (atWork) return rate.perSecond();
      return seconds > 0 ? state.spending.evaluations / seconds : null;
    },
    observe: (entry, run) => (run === 'main' ? main : control).observe(entry),
    secondsAt(now) {
      const { seconds, lastAt, state } = main.view();
      const idle = lastAt === null || state.phase === 'finished' ? 0 : Math.max(0, now - lastAt) / 1000;
      return seconds + idle;
    },
  };
}

function evaluationsOf(run: RunTracker): number {
  return run.view().state.spending.evaluations;
}

function createFullDisplay({ stream, color, width, changeOf }: DisplayOptions): Display {
  const paint = createPaint(color);
  const log = createLogUpdate(stream);
  const watch = createWatch();
  const work = createWorkInHand();
  const change = createLastChange(changeOf);
  let drawnAt = -Infinity;
  let now = 0;
  let ended = false;

  const draw = (): void => {
    drawnAt = now;
    const control = watch.control.view();
    const view = {
      main: watch.main.view(),
      control: control.state.phase === 'empty' ? null : control,
      perSecond: watch.perSecond(),
      seconds: watch.secondsAt(now),
      inHand: (room: number) => work.text(now, room),
      change: change.lines(),
    };
    const size = { width: width ?? stream.columns ?? 80, height: (stream.rows ?? 24) - 1 };
    log(renderScreen(view, size, paint).join('\n'));
  };

  return {
    onEntry: (entry, run = 'main') => {
      if (ended) return;
      watch.observe(entry, run);
      const { state } = watch.main.view();
      work.settle(state.phase === 'finished' ? Infinity : state.decided);
      change.follow(state.incumbent?.candidate.tree ?? null);
    },
    onWork: (number, doing) => work.note(number, doing, now),
    restore: (earlier) => watch.main.restore(earlier),
    onTick(time) {
      if (ended) return;
      now = time;
      watch.sample(now);
      if (now - drawnAt >= DRAW_EVERY_MILLISECONDS) draw();
    },
    note(text) {
      if (ended) return;
      log.persist(sanitise(text, LONGEST_NOTE));
      draw();
    },
    finish() {
      if (ended) return;
      draw();
      log.done();
      ended = true;
    },
  };
}

function createPlainDisplay({ stream }: DisplayOptions): Display {
  const watch = createWatch();
  const write = (line: string): void => void stream.write(`${line}\n`);
  let spokenAt: number | null = null;
  let saidAt = -1;
  let now = 0;
  let ended = false;

  const progress = (): void => {
    const view = watch.main.view();
    if (view.state.decided === saidAt || view.state.baseline === null) return;
    saidAt = view.state.decided;
    write(progressLine(view, watch.perSecond(), watch.secondsAt(now)));
  };

  return {
    onEntry(entry, run = 'main') {
      if (ended) return;
      watch.observe(entry, run);
      if (run === 'main') for (const line of plainLines(entry, watch.main.view())) write(line);
    },
    onWork: () => undefined,
    restore: (earlier) => watch.main.restore(earlier),
    onTick(time) {
      if (ended) return;
      now = time;
      watch.sample(now);
      spokenAt ??= now;
      if (now - spokenAt < LINE_EVERY_MILLISECONDS) return;
      spokenAt = now;
      progress();
    },
    note: (text) => {
      if (!ended) write(sanitise(text, LONGEST_NOTE));
    },
    finish() {
      if (ended) return;
      progress();
      ended = true;
    },
  };
}
