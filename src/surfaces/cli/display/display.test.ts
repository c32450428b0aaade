import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { StoredEntry } from '../../../kernel/contracts/ledger.ts';
import { syntheticRun } from '../../../report/testing/synthetic-run.ts';
import { cellsOf } from './cells.ts';
import type { Display, DisplayMode } from './display.ts';
import { createDisplay } from './display.ts';
import { createPaint } from './paint.ts';
import { createRunTracker } from './run-tracker.ts';
import { renderScreen } from './screen.ts';

const HOSTILE = (): string => '\u001b[2J\u001b]0;owned\u0007evil\u202e\n\n漢字'.repeat(20);
const START = Date.parse('2026-11-20T20:00:00.000Z');

function runOf(hostile: (() => string) | null, proposals = 400, seed = 'd'): readonly StoredEntry[] {
  return [...syntheticRun({ seed, proposals, skill: 0.2, strategy: 'evolve', hostile })];
}

/** A stream that remembers what was written, with the size of a terminal. */
function terminal(columns: number, rows: number) {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  return { written, stream: Object.assign(stream, { columns, rows }) };
}

function show(mode: DisplayMode, entries: readonly StoredEntry[], after?: (display: Display) => void) {
  const { written, stream } = terminal(80, 24);
  const display = createDisplay({ mode, stream, color: false });
  for (const [index, entry] of entries.entries()) {
    display.onEntry(entry);
    display.onTick(START + index * 50);
  }
  display.finish();
  after?.(display);
  return written;
}

function viewOf(entries: readonly StoredEntry[]) {
  const tracker = createRunTracker();
  for (const entry of entries) tracker.observe(entry);
  return tracker.view();
}

describe('screen', () => {
  const main = viewOf(runOf(HOSTILE));
  const control = viewOf(runOf(HOSTILE, 300, 'control'));
  const view = { main, control, perSecond: 12.3, seconds: 99 };

  it.each([
    [80, 23],
    [200, 60],
    [46, 17],
    [20, 10],
    [60, 12],
  ])('fits %i columns and %i rows, whatever candidates are called', (width, height) => {
    const lines = renderScreen(view, { width, height }, createPaint(false));
    expect(lines.length).toBeLessThanOrEqual(height);
    for (const line of lines) {
      expect(cellsOf(line), line).toBeLessThanOrEqual(width);
      expect(line).not.toMatch(/\p{C}/u);
    }
  });

  it('says the same with and without color', () => {
    const size = { width: 80, height: 23 };
    const colored = renderScreen(view, size, createPaint(true)).map((line) => stripVTControlCharacters(line));
    expect(colored).toEqual(renderScreen(view, size, createPaint(false)));
  });

  it('shows counts, best, baseline, budget and both curves', () => {
    const text = renderScreen(view, { width: 100, height: 30 }, createPaint(false)).join('\n');
    const { outcomes, state } = main;
    const winner = state.incumbent!.screened.checks.at(-1)!.metrics['excess']!;
    expect(text).toContain(`kept ${outcomes.kept}`);
    expect(text).toContain(`discarded ${outcomes.discarded}`);
    expect(text).toContain(`${state.spending.evaluations} of 1,000 evaluations`);
    const best = Number(/best +(\d\.\d+)%/.exec(text)![1]);
    expect(best).toBeCloseTo(winner, 2);
    expect(text).toMatch(/baseline 5\.37/);
    expect(text).toMatch(/run \d\.\d+%/);
    expect(text).toMatch(/control \d\.\d+%/);
  });

  it('draws the curve downhill when lower is better', () => {
    const lines = renderScreen({ ...view, control: null }, { width: 80, height: 23 }, createPaint(false));
    const columns = lines.filter((line) => /[│┤]/.test(line)).map((line) => line.search(/[\u2801-\u28ff]/));
    const drawn = columns.filter((column) => column >= 0);
    expect(drawn).toEqual(drawn.toSorted((left, right) => left - right));
    expect(drawn.length).toBeGreaterThan(5);
  });

  it('draws before anything is known', () => {
    const empty = { main: viewOf([]), control: null, perSecond: null, seconds: 0 };
    expect(renderScreen(empty, { width: 80, height: 23 }, createPaint(false)).join('')).not.toMatch(
      /NaN|undefined|Infinity/,
    );
  });
});

describe('display', () => {
  it('redraws at most ten times a second', () => {
    const entries = runOf(null, 100);
    const frames = show('full', entries).filter((text) => text.length > 0);
    expect(frames.length).toBeLessThanOrEqual((entries.length * 50) / 100 + 2);
    expect(frames.length).toBeGreaterThan(10);
  });

  it('is silent after the end and in mode none', () => {
    const entries = runOf(null, 20);
    const length = show('full', entries).length;
    const more = show('full', entries, (display) => {
      display.note('late');
      display.onTick(START + 9e9);
      display.finish();
    });
    expect(more.length).toBe(length);
    expect(show('none', entries)).toEqual([]);
  });

  it('appends plain lines: one for each keep, progress every two seconds, nothing else that acts', () => {
    const entries = runOf(HOSTILE);
    const lines = show('plain', entries).join('').trimEnd().split('\n');
    const keeps = entries.filter(
      ({ event }) => event.type === 'candidate-decided' && event.decision.kind === 'keep',
    );
    expect(lines.filter((line) => line.includes('kept #')).length).toBe(keeps.length);
    const seconds = (entries.length * 50) / 1000;
    const progress = lines.filter((line) => line.includes(' judged, ')).length;
    expect(Math.abs(progress - seconds / 2)).toBeLessThanOrEqual(2);
    for (const line of lines) expect(line).not.toMatch(/\p{C}/u);
    expect(lines.at(-2)).toContain('ended, budget-evaluations');
  });

  it('says what stands behind every figure, and which claim of independence fails', () => {
    const claimed = runOf(null).map((entry) => {
      const { event } = entry;
      if (event.type !== 'baseline-judged') return entry;
      const checks = event.fresh.checks.map((check) => ({ ...check, dependence: ['it kills no mutant'] }));
      return { ...entry, event: { ...event, fresh: { ...event.fresh, checks } } };
    });
    const lines = show('plain', claimed).join('').trimEnd().split('\n');
    const figures = lines.filter((line) => /\] (?:baseline|kept) | best /.test(line));
    expect(figures.length).toBeGreaterThan(10);
    for (const line of figures) expect(line).toContain(' [separate-process]');
    expect(lines[lines.findIndex((line) => line.includes('] baseline')) + 1]).toContain(
      'is not independent: it kills no mutant',
    );
    const size = { width: 120, height: 30 };
    const shown = (entries: readonly StoredEntry[]) =>
      renderScreen(
        { main: viewOf(entries), control: null, perSecond: null, seconds: 9 },
        size,
        createPaint(false),
      ).join('\n');
    const untilBaseline = claimed.slice(
      0,
      claimed.findIndex(({ event }) => event.type === 'baseline-judged') + 1,
    );
    expect(shown(untilBaseline)).toMatch(/the baseline stands, separate-process/);
    expect(shown(untilBaseline)).toMatch(/guards +\d checks? not independent as claimed/);
    expect(shown(runOf(null))).toMatch(/to baseline 5\.370%, #\d+, separate-process/);
  });

  it('goes on from an earlier run without a line for each of its entries', () => {
    const entries = runOf(null);
    const earlier = viewOf(entries.slice(0, -2));
    const { written, stream } = terminal(80, 24);
    const display = createDisplay({ mode: 'plain', stream, color: false });
    display.restore({ state: earlier.state, seconds: 40, endedAt: entries.at(-3)!.at });
    expect(written).toEqual([]);
    display.onEntry(entries.at(-1)!);
    expect(written.join('')).toContain('ended, budget-evaluations');
  });

  it('knows of an earlier run what its state says: counts, time, and one step of the curve', () => {
    const entries = runOf(null);
    const whole = viewOf(entries);
    const tracker = createRunTracker();
    tracker.restore({ state: whole.state, seconds: 40, endedAt: entries.at(-1)!.at });
    const { outcomes, curve, seconds } = tracker.view();
    expect(seconds).toBe(40);
    const { discarded, invalid } = whole.outcomes;
    expect({ ...outcomes, discarded: 0, invalid: 0 }).toEqual({
      ...whole.outcomes,
      discarded: 0,
      invalid: 0,
    });
    expect(outcomes.discarded + outcomes.invalid).toBe(discarded + invalid);
    expect(curve.points[0]).toEqual(whole.curve.points[0]);
    expect(curve.points.at(-1)?.value).toBe(whole.curve.points.at(-1)?.value);
    expect(curve.points).toHaveLength(2);
  });

  it('keeps a constant amount in mind', () => {
    const size = (proposals: number): number => JSON.stringify(viewOf(runOf(null, proposals))).length;
    expect(size(8000)).toBeLessThan(size(400) * 1.5 + 16_000);
  });
});
