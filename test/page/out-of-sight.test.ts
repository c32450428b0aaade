import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../../page/testing/browser.ts';
import { setSight } from './sight.ts';
import { toldRun } from './told-run.ts';
import { openViewer, serve } from './viewer.ts';

describe.skipIf(!hasBrowser)('a page out of sight (skipped: Chromium is not installed)', () => {
  it('holds no connection, and catches up when it is seen again', async () => {
    const run = toldRun();
    const { server, overview } = await serve(run.task);
    const { page, wrong } = await openViewer(`${server.url}#/run/main/lineage`, /ERR_/);
    await page.getByText('connected', { exact: true }).waitFor();
    const discarded = page
      .getByRole('group', { name: 'Outcomes' })
      .getByRole('button', { name: 'discarded' });
    await discarded.getByText('1', { exact: true }).waitFor();
    const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/live'));
    await setSight(page, 'hidden');
    await ended;
    run.append({
      type: 'candidate-decided',
      number: 7,
      decision: { kind: 'discard', rule: 'exact', reason: 'worse', comparisons: [] },
    });
    // Once the server has read it, no later news tell of it.
    await expect.poll(async () => (await overview('main')).card.evaluations).toBe(6);
    await setSight(page, 'visible');
    await page.getByText('connected', { exact: true }).waitFor();
    await discarded.getByText('2', { exact: true }).waitFor();
    expect(wrong).toEqual([]);
  });
});
