/**
 * What the page costs a browser on this machine: how long until a view shows its content, layout shift, main-thread work
 * while a run writes 200 ledger entries a second, and what the scripts weigh.
 * `node bench/page.ts [candidates...]`, by default 10,000 and 100,000, after `npm run build:page`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { sharedBrowser } from '../page/testing/browser.ts';
import { measurePage } from '../scripts/page-size.ts';
import type { Ledger } from '../src/kernel/contracts/ledger.ts';
import type { RunEvent } from '../src/kernel/event.ts';
import { openLedger } from '../src/ledger/sqlite-ledger.ts';
import { syntheticRun } from '../src/report/testing/synthetic-run.ts';
import { PAGE_FOLDER } from '../src/surfaces/view/page-files.ts';
import { numberArguments } from './number-argument.ts';
import { median } from './statistics.ts';

const PROGRAM = join(import.meta.dirname, '../bin/fulcrum');
const ROUNDS = 5;
const ENTRIES_A_SECOND = 200;
const LIVE_SECONDS = 4;
/** By what can be seen that a view has its content. */
const VIEWS = {
  overview: '.main-figure strong, canvas',
  lineage: 'h1, canvas',
  refused: '.refused-groups',
  certificate: 'h1',
  timeline: '.stage-table',
  ledger: 'h1, .ledger-row',
};
const LIVE_VIEWS = ['overview', 'lineage', 'refused'] as const;

const sizes = numberArguments([10_000, 100_000], '[candidates...]');
const { total, limit } = measurePage(PAGE_FOLDER);
console.log(`${load()}; all scripts ${(total / 1000).toFixed(1)} kB gzip, of at most ${limit / 1000}`);
const browser = await sharedBrowser();
try {
  for (const candidates of sizes) await measure(browser, candidates);
} finally {
  await browser.close();
}

async function measure(chromium: Browser, candidates: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-bench-page-'));
  const ledger = openLedger(join(folder, 'main'));
  const events = eventsOf(candidates);
  const live = events.splice(-LIVE_VIEWS.length * LIVE_SECONDS * ENTRIES_A_SECOND);
  write(ledger, events);
  const server = spawn(PROGRAM, ['view', join(folder, 'main'), '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const { url } = await announced(server.stdout);
    console.log(`\n${candidates} candidates, ${load()}`);
    const cold = await visit(chromium, url, 'overview');
    console.log(`  the first visitor of a server: ${told(cold)}`);
    for (const view of Object.keys(VIEWS) as (keyof typeof VIEWS)[]) {
      const visits: Visit[] = [];
      for (let round = 0; round < ROUNDS; round += 1) visits.push(await visit(chromium, url, view));
      const milliseconds = median(visits.map((one) => one.milliseconds));
      const shift = Math.max(...visits.map((one) => one.shift));
      console.log(`  ${view.padEnd(12)} ${told({ milliseconds, shift })}, median of ${ROUNDS} visits`);
    }
    for (const view of LIVE_VIEWS)
      await watch(chromium, url, view, ledger, live.splice(0, LIVE_SECONDS * ENTRIES_A_SECOND));
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
    ledger.close();
    rmSync(folder, { recursive: true });
  }
}

interface Visit {
  /** From the beginning of the navigation, token and redirect included, to the frame after the content is there. */
  readonly milliseconds: number;
  readonly shift: number;
}

function told({ milliseconds, shift }: Visit): string {
  return `${milliseconds.toFixed(0).padStart(5)} ms to the content, layout shift ${shift.toFixed(4)}`;
}

/** Opens a view in a browser without a cache or a session. */
async function visit(chromium: Browser, url: string, view: keyof typeof VIEWS): Promise<Visit> {
  const page = await open(chromium, url, view);
  const milliseconds = await contentAt(page);
  // What moves afterwards counts too.
  await sleep(300);
  const shift = await page.evaluate<number>('globalThis.shift');
  await page.context().close();
  return { milliseconds, shift };
}

async function open(chromium: Browser, url: string, view: keyof typeof VIEWS): Promise<Page> {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const wanted = JSON.stringify(VIEWS[view].split(', '));
  await page.addInitScript({
    content: `
      globalThis.shift = 0;
      new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shift += value; })
        .observe({ type: 'layout-shift', buffered: true });
      globalThis.content = new Promise((resolve) => {
        const there = (one) => document.querySelector('main ' + one) !== null;
        const look = () => requestAnimationFrame(() => {
          if (!${wanted}.every(there)) return look();
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve(performance.now());
          channel.port2.postMessage(0);
        });
        look();
      });`,
  });
  await page.goto(`${url}#/run/main/${view}`, { waitUntil: 'commit' });
  return page;
}

/** Milliseconds from the beginning of the navigation. */
async function contentAt(page: Page): Promise<number> {
  return page.evaluate<number>('globalThis.content');
}

/** Writes entries as a fast run does while a view is open. */
async function watch(
  chromium: Browser,
  url: string,
  view: (typeof LIVE_VIEWS)[number],
  ledger: Ledger,
  events: readonly RunEvent[],
): Promise<void> {
  const page = await open(chromium, url, view);
  await contentAt(page);
  await sleep(1500);
  const session = await page.context().newCDPSession(page);
  // Time on the processor: what else the machine does is no work of the page.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
  };
  await page.evaluate(`globalThis.long = [];
    new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) long.push(duration); })
      .observe({ type: 'longtask' });`);
  const before = await busy();
  const started = performance.now();
  const atOnce = ENTRIES_A_SECOND / 20;
  for (let from = 0; from < events.length; from += atOnce) {
    write(ledger, events.slice(from, from + atOnce));
    await sleep(Math.max(0, started + (50 * (from + atOnce)) / atOnce - performance.now()));
  }
  const seconds = (performance.now() - started) / 1000;
  // The last news are on their way.
  await sleep(1500);
  const work = (await busy()) - before;
  const long = await page.evaluate<readonly number[]>('long');
  console.log(
    `  ${view} while ${(events.length / seconds).toFixed(0)} entries a second are written: ` +
      `${(work / events.length).toFixed(2)} ms of main thread an entry, ` +
      `${(work / (seconds * 5)).toFixed(1)} ms for each of 5 news a second; ` +
      `${long.length} tasks over 50 ms, longest ${Math.max(0, ...long).toFixed(0)} ms`,
  );
  await page.context().close();
}

/** The events of a long run that is not at its end. */
function eventsOf(candidates: number): RunEvent[] {
  const made = { seed: 'view', proposals: candidates, skill: 0.5, strategy: 'evolve', hostile: null };
  return Array.from(syntheticRun(made), ({ event }) => event).slice(0, -2);
}

function write(ledger: Ledger, events: readonly RunEvent[]): void {
  for (let from = 0; from < events.length; from += 5000) {
    const before = ledger.head()?.sequence ?? 0;
    for (const [place, event] of events.slice(from, from + 5000).entries())
      ledger.stage([{ event, observed: { elapsedMilliseconds: (before + place) * 20, milliseconds: 15 } }]);
    ledger.commit();
  }
}

async function announced(output: NodeJS.ReadableStream): Promise<{ readonly url: string }> {
  let text = '';
  for await (const chunk of output) {
    text += String(chunk);
    if (text.includes('\n')) return JSON.parse(text.split('\n')[0]!) as { url: string };
  }
  throw new Error('the server ended before it said where it is');
}

function load(): string {
  return `load ${loadavg()[0]!.toFixed(1)}`;
}
