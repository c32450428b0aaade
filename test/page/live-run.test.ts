import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../../page/testing/browser.ts';
import { setSight } from './sight.ts';
import { toldRun } from './told-run.ts';
import { openViewer, serve } from './viewer.ts';

/** The request for every candidate of the run, and not for one of them. */
const ALL_CANDIDATES = '**/api/runs/main/candidates';

describe.skipIf(!hasBrowser)('a run that goes on (skipped: Chromium is not installed)', () => {
  it('leaves alone what somebody types', async () => {
    const run = toldRun();
    const { server } = await serve(run.task);
    const { page, go, wrong } = await openViewer(`${server.url}#/run/main/lineage`);
    const least = page.getByLabel('Least score');
    for (const text of ['0.05', '1.05', '-0.5']) {
      await least.fill('');
      await least.pressSequentially(text);
      expect(await least.inputValue()).toBe(text);
      expect(new URL(page.url()).hash).toBe(`#/run/main/lineage?from=${text}`);
    }
    await go('#/run/main/compare?what=candidates');
    const items = page.getByRole('table', { name: 'Item by item' });
    await items.getByRole('columnheader', { name: '#3' }).waitFor();
    const from = page.getByRole('textbox', { name: 'From' });
    await from.fill('');
    await from.pressSequentially('1');
    run.append({
      type: 'candidate-decided',
      number: 7,
      decision: { kind: 'keep', rule: 'exact', reason: 'better', comparisons: [] },
    });
    await items.getByRole('columnheader', { name: '#7' }).waitFor();
    expect(await from.inputValue()).toBe('1');
    await page.keyboard.press('Enter');
    await items.getByRole('columnheader', { name: '#1' }).waitFor();
    expect(wrong).toEqual([]);
  });

  it('is caught up with after a request that failed', async () => {
    const run = toldRun();
    const { server } = await serve(run.task);
    const { page, wrong } = await openLineage(server.url);
    await page.route(ALL_CANDIDATES, (route) => route.abort());
    const failed = page.waitForEvent('requestfailed');
    run.decide(8, 5, 'one\n');
    await summary(page, '7 candidates, winner #3');
    await page.clock.fastForward(5000);
    await failed;
    await page.unroute(ALL_CANDIDATES);
    // Nobody tells of one that is not decided: only who asks for everything knows of 9.
    run.judge(9, 5, 'one\n2\n');
    run.decide(10, 5, 'one\n3\n');
    await expect
      .poll(
        async () => {
          await page.clock.fastForward(5000);
          return page.locator('main .view-head').innerText();
        },
        { timeout: 8000 },
      )
      .toContain('9 candidates');
    expect(wrong).toEqual([]);
  });

  it('is not led by who was kept before everything was asked for anew', async () => {
    const run = toldRun();
    const { server, overview } = await serve(run.task);
    const { page, wrong } = await openLineage(server.url);
    run.decide(8, 3, 'one\n', 'keep');
    await summary(page, '7 candidates, winner #8');
    const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/live'));
    await setSight(page, 'hidden');
    await ended;
    run.decide(9, 2, 'one\n2\n', 'keep');
    await expect.poll(async () => (await overview('main')).card.keeps).toBe(4);
    await setSight(page, 'visible');
    await page.getByText('connected', { exact: true }).waitFor();
    const renewed = page.waitForResponse(ALL_CANDIDATES);
    await page.clock.fastForward(5000);
    await renewed;
    // What is told from now on is laid over the reply, and nothing else.
    run.decide(10, 4, 'one\n3\n');
    await summary(page, '9 candidates, winner #9');
    expect(wrong).toEqual([]);
  });

  it('waits no longer for a person once somebody has answered, though no process runs', async () => {
    const run = toldRun();
    const { server } = await serve(run.task);
    const { page, wrong } = await openViewer(`${server.url}#/run/main/approvals`);
    await page.getByText('A keep waits.').waitFor();
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Reason').fill('It is better on fresh questions.');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Approved by Ada. The run takes it up at once, or when it is resumed.').waitFor();
    await page.getByText('A keep waits.').waitFor({ state: 'detached' });
    expect(wrong).toEqual([]);
  });
});

/** The lineage of the run once it is live, with a clock that the test turns on. */
async function openLineage(url: string): ReturnType<typeof openViewer> {
  const viewer = await openViewer(`${url}#/run/main/lineage`, /ERR_/);
  await viewer.page.getByText('connected', { exact: true }).waitFor();
  await summary(viewer.page, '6 candidates, winner #3');
  await viewer.page.clock.install();
  return viewer;
}

async function summary(page: Page, text: string): Promise<void> {
  await page.locator('main .view-head').getByText(text).waitFor();
}
