import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../../page/testing/browser.ts';
import { RUN_VIEWS, settled } from '../../page/testing/views.ts';
import { toldRun } from './told-run.ts';
import { openViewer, serve } from './viewer.ts';

/** Each would show itself: by a dialog, a request, an error, a violation of the policy, or an element of its own. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(2)>',
  '<svg><animate onbegin=alert(3) attributeName=x></svg>',
  '"><a id=planted href="javascript:alert(4)">click</a>',
  '</textarea></title></style><iframe src=//evil.example></iframe>',
  '<link rel=stylesheet href=//evil.example/a.css><base href=//evil.example>',
  '{{constructor.constructor("alert(5)")()}} ${alert(6)}',
  '__proto__',
  '\u001b[31mred\u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007',
  '\u202egnp.exe\u2066 \u200b\u0000',
].join(' ');

const TAGS = ['script', 'iframe', 'object', 'embed', 'base', 'style', '[onerror]', '[onbegin]', 'animate'];
/** Of what the page itself is made of, only its two scripts. */
const FOREIGN = `main :is(${TAGS.join()}), #planted, main img, [href^="javascript:"], [href*="evil.example"]`;
/** Controls and marks of direction that are not written out. */
const HIDDEN = /(?![\n\t])[\p{Cc}\u200b\u202a-\u202e\u2066-\u2069]/u;

describe.skipIf(!hasBrowser)('hostile content (skipped: Chromium is not installed)', () => {
  it('is shown as data on every view', async () => {
    const run = toldRun((ordinary) => `${ordinary} ${HOSTILE}`);
    const { server } = await serve(run.task);
    const { page, go, wrong } = await openViewer(server.url);
    const shown: string[] = [];
    for (const view of [...RUN_VIEWS, 'candidate/4', 'candidate/6']) {
      await go(`#/run/main/${view}`);
      await settled(page);
      // What is folded away is there as well.
      await page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true");
      const text = await page.locator('body').innerText();
      expect(text, view).not.toMatch(HIDDEN);
      expect(await page.locator(FOREIGN).count(), view).toBe(0);
      if (text.includes('<script>alert(1)</script>')) shown.push(view);
    }
    expect(shown).toEqual(
      expect.arrayContaining(['overview', 'candidate', 'refused', 'ledger', 'approvals', 'candidate/6']),
    );
    expect(wrong).toEqual([]);
  });

  it('would be noticed', async () => {
    const run = toldRun();
    const { server } = await serve(run.task);
    const { page, wrong } = await openViewer(server.url);
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
    await page.evaluate(
      `document.querySelector('main').insertAdjacentHTML('beforeend', ${JSON.stringify(HOSTILE)})`,
    );
    expect(await page.locator(FOREIGN).count()).toBeGreaterThan(3);
    await page.evaluate("document.querySelector('main img').dispatchEvent(new Event('error'))");
    await page.evaluate("alert('it ran')");
    for (const part of ['dialog: it ran', 'script-src', 'evil.example'])
      expect(
        wrong.some((what) => what.includes(part)),
        part,
      ).toBe(true);
  });

  it('of ten megabytes in a line leaves the page quick to use', async () => {
    const long = 'x'.repeat(10_000_000);
    const run = toldRun();
    run.append({
      type: 'candidate-decided',
      number: 7,
      decision: { kind: 'discard', rule: 'exact', reason: long.slice(-1_000_000), comparisons: [] },
    });
    run.judge(8, 3, long);
    const { server } = await serve(run.task);
    const { page, go, wrong } = await openViewer(server.url);
    for (const view of ['refused', 'ledger', 'candidate/7', 'candidate/8']) {
      await go(`#/run/main/${view}`);
      await settled(page);
      expect((await page.locator('main').innerText()).length, view).toBeLessThan(200_000);
      expect(await page.locator('main *').count(), view).toBeLessThan(3000);
    }
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('heading', { name: 'What judges this run' }).waitFor();
    expect(wrong).toEqual([]);
  });

  it('in an address shows nothing but that there is no such thing', async () => {
    const run = toldRun();
    const { server } = await serve(run.task);
    const { page, go, wrong } = await openViewer(server.url, /status of 404|status of 400/);
    const nasty = encodeURIComponent('<img src=x onerror=alert(1)>/../..');
    for (const address of [
      `#/run/main/${nasty}`,
      `#/run/${nasty}/overview`,
      `#/run/main/candidate/${nasty}?against=${nasty}`,
      `#/run/main/candidate/3?against=${nasty}`,
      `#/run/main/ledger?at=${nasty}`,
      `#/run/main/__proto__`,
      `#/run/main/lineage?${nasty}=${nasty}&proposer=${nasty}&status=${nasty}`,
      `#/run/main/compare/${nasty}?with=${nasty}`,
    ]) {
      await go(address);
      await settled(page);
      expect(await page.locator(FOREIGN).count(), address).toBe(0);
    }
    await go('#/run/main/overview');
    await page.getByRole('heading', { name: 'What judges this run' }).waitFor();
    expect(wrong).toEqual([]);
  });
});
