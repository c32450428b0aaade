import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasBrowser } from '../../page/testing/browser.ts';
import { RUN_VIEWS, settled } from '../../page/testing/views.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { syntheticRun } from '../../src/report/testing/synthetic-run.ts';
import type { CandidateColumns } from '../../src/surfaces/view/protocol.ts';
import { toldRun } from './told-run.ts';
import { openViewer, serve } from './viewer.ts';

describe.skipIf(!hasBrowser)('a person reading (skipped: Chromium is not installed)', () => {
  it('finds a run among many, and what a candidate changed of any other', async () => {
    const run = toldRun();
    const long = syntheticLedger(400);
    const { server } = await serve(run.task, long);
    const { page, go, wrong } = await openViewer(server.url);
    const runs = page.getByRole('table', { name: 'Runs' }).getByRole('row');
    await runs.nth(2).waitFor();
    // With Control a row opens nothing here: that is for links.
    await runs
      .nth(1)
      .getByRole('cell')
      .nth(1)
      .click({ modifiers: ['Control'] });
    expect(page.url()).not.toContain('#/run');
    await page.keyboard.press('/');
    await page.keyboard.type('interrupted');
    await runs.nth(2).waitFor({ state: 'detached' });
    await runs.getByRole('link', { name: 'main' }).click();
    await page.getByRole('heading', { name: 'What judges this run' }).waitFor();

    await go('#/run/main/candidate/3');
    await page.getByRole('heading', { name: 'Candidate 3' }).waitFor();
    const removed = page.locator('main').getByText('three', { exact: true });
    await removed.first().waitFor();
    await page.getByLabel('against').selectOption({ label: 'another…' });
    await page.getByLabel('Number of the candidate to compare with').fill('1');
    await page.keyboard.press('Enter');
    // Number 1 has the new second line already: only the third one is another.
    await page.locator('main').getByText('two', { exact: true }).first().waitFor({ state: 'detached' });
    expect(page.url()).toContain('candidate/3?against=1');
    expect(wrong).toEqual([]);
  });

  it('compares as many runs as can be told apart, and goes on from there', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const { server, overview } = await serve(...names.map((name) => syntheticLedger(20, name)));
    await Promise.all(names.map(overview));
    const { page, go, wrong } = await openViewer(server.url, /ERR_FAILED/);
    const streamed: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/live')) streamed.push(new URL(request.url()).pathname);
    });
    await page.route('**/runs/f/overview', (route) => route.abort());
    await go('#/run/a/compare?with=b,c,d,e,f');
    const columns = page.getByRole('table', { name: 'Figures of the runs' }).getByRole('columnheader');
    // One that does not come is said to, beside those that do.
    const problem = page.getByRole('alert').filter({ hasText: 'No connection' });
    await problem.waitFor();
    await columns.nth(5).waitFor();
    await page.unroute('**/runs/f/overview');
    await problem.getByRole('button', { name: 'Try again' }).click();
    await problem.waitFor({ state: 'detached' });
    await columns.nth(6).waitFor();
    await page.getByText('connected', { exact: true }).waitFor();
    // A browser opens six connections to a server: one must be left for this.
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'Ledger' }).waitFor();
    await settled(page);
    expect(streamed).toEqual(['/api/runs/a/live']);
    expect(wrong).toEqual([]);
  });

  it('asks for the list of runs only when somebody reaches for it', async () => {
    const run = toldRun();
    const { server } = await serve(run.task, syntheticLedger(20));
    const { page, wrong } = await openViewer(`${server.url}#/run/main`);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.reload();
    await page.getByText('connected', { exact: true }).waitFor();
    await page.getByRole('heading', { name: 'What judges this run' }).waitFor();
    expect(asked).toContain('/api/runs/main/overview');
    expect(asked).not.toContain('/api/runs');
    const runs = page.getByRole('combobox', { name: /^Run/ });
    await runs.focus();
    await runs.getByRole('option', { name: 'long' }).waitFor({ state: 'attached' });
    await runs.selectOption('long');
    await page.waitForURL(/#\/run\/long/);
    expect(wrong).toEqual([]);
  });

  it('steps past the last candidate and back', async () => {
    const run = toldRun();
    const { server } = await serve(run.task);
    const { page, go, wrong } = await openViewer(server.url, /status of 404/);
    await go('#/run/main/candidate/6');
    await page.getByRole('heading', { name: 'Candidate 6' }).waitFor();
    await settled(page);
    await page.getByRole('button', { name: 'Next ›' }).click();
    await page.getByRole('heading', { name: 'Candidate 7' }).waitFor();
    await settled(page);
    // The focus is still there.
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Candidate 8' }).waitFor();
    await page.getByRole('alert').waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'Candidate 9' }).waitFor();
    await page.getByRole('alert').waitFor();
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    await page.getByRole('heading', { name: 'Candidate 7' }).waitFor();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await settled(page);
    expect(await page.locator('main .with-side').count()).toBe(1);
    expect(wrong).toEqual([]);
  });

  it('filters a long run, opens what is found, and compares two candidates item by item', async () => {
    const { server, get, overview } = await serve(syntheticLedger(400));
    await overview('long');
    // The files of candidates that were made up are not there.
    const { page, go, wrong } = await openViewer(server.url, /status of 409/);
    const { outcome, outcomes, number, score, winnerPath } =
      await get<CandidateColumns>('/api/runs/long/candidates');
    const invalid = number.filter((_, place) => outcomes[outcome[place]!] === 'invalid');
    expect(invalid.length).toBeGreaterThan(5);
    await go('#/run/long/lineage');
    await page.getByRole('group', { name: 'Outcomes' }).getByRole('button', { name: 'invalid' }).click();
    await page.getByRole('status').getByText(`${invalid.length} matches`).waitFor();
    const canvas = page.locator('main canvas').first();
    await canvas.waitFor();
    await page.getByRole('button', { name: 'Next ›' }).click();
    const card = page.getByRole('region', { name: 'Candidate' });
    await card.getByRole('heading', { name: `#${invalid[0]}`, exact: true }).waitFor();
    expect(page.url()).toContain(`at=${invalid[0]}`);
    await card.getByRole('link', { name: 'Open' }).click();
    await page.getByRole('heading', { name: `Candidate ${invalid[0]}`, exact: true }).waitFor();
    // A deep link shows the same filter again.
    await page.goBack();
    await page.getByRole('status').getByText(`${invalid.length} matches`).waitFor();

    const best = winnerPath.at(-1)!;
    await go('#/run/long/compare?what=candidates');
    await page.getByRole('heading', { name: /^0 regressions, [1-9]\d* improvements?$/ }).waitFor();
    const items = page.getByRole('table', { name: 'Item by item' });
    await items.getByRole('columnheader', { name: `#${best}` }).waitFor();
    await page.getByLabel('Regressions only').click();
    await page.getByRole('heading', { name: 'No regression' }).waitFor();
    await page.getByRole('button', { name: 'Swap the two' }).click();
    // The other way round, every gain is a loss.
    await items.getByText('▼ worse').first().waitFor();
    expect(score[number.indexOf(best)]).toBeLessThan(score[0]!);
    expect(wrong).toEqual([]);
  });

  it('goes to an entry of the ledger again after looking elsewhere', async () => {
    const { server, overview } = await serve(syntheticLedger(400));
    await overview('long');
    const { page, go, wrong } = await openViewer(server.url);
    await go('#/run/long/ledger');
    const entries = page.getByRole('region', { name: 'Entries of the ledger' });
    const first = entries.getByText('run-started');
    await first.waitFor();
    await page.keyboard.press('Home');
    await page.waitForURL(/at=1$/);
    for (let times = 0; times < 2; times += 1) {
      await entries.hover();
      await page.mouse.wheel(0, 5000);
      await first.waitFor({ state: 'detached' });
      await page.keyboard.press('Home');
      await first.waitFor();
    }
    expect(wrong).toEqual([]);
  });

  it('reaches every view and every control by keyboard alone', async () => {
    const run = toldRun();
    const { server } = await serve(run.task);
    const { page, wrong } = await openViewer(server.url);
    await page.getByRole('link', { name: 'main' }).waitFor();
    await tabTo(page, 'main');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What judges this run' }).waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard' });
    const keys = await help.locator('dl').first().innerText();
    const letters = new Map(
      Array.from(keys.matchAll(/^(.+)\s+g\s*\n?\s*(\w)$/gm), ([, does, key]) => [does!.trim(), key!]),
    );
    expect(letters.size).toBe(RUN_VIEWS.length + 1);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    for (const [title, key] of letters) {
      if (title === 'All runs') continue;
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.locator('nav [aria-current=page]').getByText(title, { exact: true }).waitFor();
      await settled(page);
      expect(await seenFocus(page), title).toEqual([]);
    }
    await page.keyboard.press('g');
    await page.keyboard.press(letters.get('Candidate')!);
    await page.getByRole('heading', { name: 'Candidate 3' }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('heading', { name: 'Candidate 2' }).waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'Candidate 3' }).waitFor();
    const before = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    await page.keyboard.press('t');
    await page.keyboard.press('t');
    const after = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(after).not.toBe(before);
    expect(wrong).toEqual([]);
  });
});

function syntheticLedger(proposals: number, name = 'long'): string {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-page-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const directory = join(folder, name);
  const ledger = openLedger(directory);
  const made = { seed: 'page', proposals, skill: 0.5, strategy: 'evolve', hostile: null };
  ledger.append(
    [...syntheticRun(made)].map(({ event }, place) => ({
      event,
      observed: { milliseconds: 5, elapsedMilliseconds: place * 7 },
    })),
  );
  ledger.close();
  return directory;
}

/** Presses Tab until what has the focus says this. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let count = 0; count < 30; count += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>('document.activeElement?.textContent ?? ""');
    if (focused.startsWith(text)) return;
  }
  throw new Error(`nothing that says ${text} can be reached by Tab`);
}

/** Goes through the view by Tab; names what takes the focus without showing it. */
async function seenFocus(page: Page): Promise<readonly string[]> {
  const unseen: string[] = [];
  await page.locator('main').focus();
  for (let count = 0; count < 25; count += 1) {
    await page.keyboard.press('Tab');
    const fault = await page.evaluate<string | null>(FOCUS_FAULT);
    if (fault === 'left') break;
    if (fault !== null) unseen.push(fault);
  }
  return unseen;
}

const FOCUS_FAULT = `(() => {
  const one = document.activeElement;
  if (one === null || one === document.body || one.closest('main') === null) return 'left';
  const style = getComputedStyle(one);
  const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  const box = one.getBoundingClientRect();
  return ring && box.width > 0 && box.height > 0 ? null : one.outerHTML.slice(0, 120);
})()`;
