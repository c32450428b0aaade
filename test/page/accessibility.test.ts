import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../../page/testing/browser.ts';
import { RUN_VIEWS, settled } from '../../page/testing/views.ts';
import { toldRun } from './told-run.ts';
import type { Viewer } from './viewer.ts';
import { openViewer, serve } from './viewer.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What stands in the place of a view without data is headed like a part of one. */
const WHOLE =
  "axe.run({ resultTypes: ['violations'], rules: { 'page-has-heading-one': { enabled: false } } })";
const THEMES = ['light', 'dark'] as const;

describe.skipIf(!hasBrowser)('axe-core (skipped: Chromium is not installed)', () => {
  it('finds nothing wrong with any view, light or dark', async () => {
    const run = toldRun();
    const { server } = await serve(run.task);
    const viewer = await openViewer(server.url, /status of 404/);
    await viewer.page.getByRole('heading', { name: 'Runs' }).waitFor();
    await viewer.page.evaluate(AXE);
    const found: string[] = [...(await faultsOf(viewer, 'runs'))];
    for (const view of [...RUN_VIEWS, 'candidate/6', 'candidate/999']) {
      await viewer.go(`#/run/main/${view}`);
      await settled(viewer.page);
      found.push(...(await faultsOf(viewer, view)));
    }
    await viewer.page.keyboard.press('?');
    await viewer.page.getByRole('dialog').waitFor();
    found.push(...(await faultsOf(viewer, 'help')));
    expect(found).toEqual([]);
    expect(viewer.wrong).toEqual([]);
  }, 60_000);

  it('is given views that fit a narrow screen, whatever is said in them', async () => {
    const run = toldRun((ordinary) => `${ordinary} ${'unbroken'.repeat(40)}`);
    const { server } = await serve(run.task);
    const { page, go, wrong } = await openViewer(server.url);
    await page.setViewportSize({ width: 390, height: 844 });
    const tooWide: string[] = [];
    for (const view of [...RUN_VIEWS, 'candidate/6']) {
      await go(`#/run/main/${view}`);
      await settled(page);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > 390) tooWide.push(`${view}: ${width}`);
    }
    expect(tooWide).toEqual([]);
    expect(wrong).toEqual([]);
  });

  it('finds what is planted', async () => {
    const run = toldRun();
    const { server } = await serve(run.task);
    const viewer = await openViewer(server.url);
    await viewer.page.getByRole('heading', { name: 'Runs' }).waitFor();
    await viewer.page.evaluate(AXE);
    await viewer.page.evaluate(
      "document.querySelector('h1').insertAdjacentHTML('afterend', '<p class=planted>faint</p><button></button>');" +
        "Object.assign(document.querySelector('.planted').style, { color: '#aaa', background: '#fff' })",
    );
    const found = await faultsOf(viewer, 'runs');
    expect(found.filter((fault) => fault.includes('color-contrast'))).toHaveLength(2);
    expect(found.filter((fault) => fault.includes('button-name'))).toHaveLength(1);
  });
});

/** Everything axe-core knows, in the light theme; in the dark one, what a theme can change. */
async function faultsOf({ page }: Viewer, view: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    const { violations } = await page.evaluate<AxeResults>(
      theme === 'light' ? WHOLE : "axe.run({ resultTypes: ['violations'], runOnly: ['color-contrast'] })",
    );
    for (const { id, impact, nodes } of violations)
      for (const { html } of nodes)
        found.push(`${view}, ${theme}: ${id} (${impact}) at ${html.slice(0, 160)}`);
  }
  return found;
}
