/**
 * Pictures of every view, at 1280 and 390 pixels, light and dark:
 * `node scripts/screenshots.ts <folder> <task folder or run directory...>`, after `npm run build:page`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sharedBrowser } from '../page/testing/browser.ts';
import { RUN_VIEWS, settled } from '../page/testing/views.ts';
import type { RunCard } from '../src/surfaces/view/protocol.ts';
import type { ViewServer } from '../src/surfaces/view/view-server.ts';
import { openViewServer } from '../src/surfaces/view/view-server.ts';

const WIDTHS = { 1280: 900, 390: 844 };
const HIGHEST = 4000;
const THEMES = ['light', 'dark'] as const;

const [folder, ...paths] = process.argv.slice(2);
if (folder === undefined || paths.length === 0) {
  console.error('usage: node scripts/screenshots.ts <folder> <task folder or run directory...>');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const server = await openViewServer({ paths, port: 0, host: '127.0.0.1', onFault: console.error });
const browser = await sharedBrowser();
try {
  const runs = await runsOf(server);
  for (const theme of THEMES)
    for (const [width, height] of Object.entries(WIDTHS))
      await takePictures(runs, { theme, width: Number(width), height });
} finally {
  await browser.close();
  await server.close();
}

async function runsOf({ origin, token }: ViewServer): Promise<readonly string[]> {
  const reply = await fetch(`${origin}/api/runs`, { headers: { authorization: `Bearer ${token}` } });
  return ((await reply.json()) as readonly RunCard[]).map(({ id }) => id);
}

async function takePictures(
  ids: readonly string[],
  look: { readonly theme: 'light' | 'dark'; readonly width: number; readonly height: number },
): Promise<void> {
  const { theme, width, height } = look;
  const context = await browser.newContext({
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`${page.url()}: ${message.text()}`);
  });
  await page.goto(server.url);
  const shoot = async (name: string): Promise<void> => {
    await settled(page);
    await page.waitForTimeout(300);
    // All of the view, and the navigation beside it as high.
    const whole = await page.evaluate<number>('document.documentElement.scrollHeight');
    await page.setViewportSize({ width, height: Math.max(height, Math.min(whole, HIGHEST)) });
    const path = join(folder!, `${name}-${width}-${theme}.png`);
    await page.screenshot({ path });
    await page.setViewportSize({ width, height });
    console.log(path);
  };
  await shoot('runs');
  for (const id of ids)
    for (const view of RUN_VIEWS) {
      await page.goto(`${server.origin}/#/run/${encodeURIComponent(id)}/${view}`);
      await shoot(`${id}-${view}`);
    }
  await context.close();
}
