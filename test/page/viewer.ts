import type { BrowserContext, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { sharedBrowser } from '../../page/testing/browser.ts';
import { builtPage } from '../../page/testing/built-page.ts';
import type { Asked } from '../../src/surfaces/view/testing/asking.ts';
import { openAsked } from '../../src/surfaces/view/testing/asking.ts';

/** A person's browser in front of the page. */
export interface Viewer {
  readonly page: Page;
  /** Everything that must not happen, in words: scripts that ran, requests elsewhere, errors on the console. */
  readonly wrong: readonly string[];
  /** Goes to an address within the page, as a link would. */
  readonly go: (hash: string) => Promise<void>;
}

/** The server of the page over these runs, until the test ends. */
export async function serve(...paths: readonly string[]): Promise<Asked> {
  const asked = await openAsked(paths, builtPage());
  onTestFinished(asked.close);
  return asked;
}

/**
 * Opens an address in a profile of its own, until the test ends.
 *
 * @param url as a server printed it, its token in it
 * @param expected what may stand on the console, as the lost connection that a test is about
 */
export async function openViewer(url: string, expected = /^$/): Promise<Viewer> {
  const browser = await sharedBrowser();
  const context = await browser.newContext({
    colorScheme: 'light',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  });
  onTestFinished(() => context.close());
  const wrong: string[] = [];
  await listen(context, new URL(url).origin, (what) => expected.test(what) || wrong.push(what));
  const page = await context.newPage();
  // Before the test is out of time: what was waited for is then named.
  page.setDefaultTimeout(12_000);
  await page.goto(url);
  return {
    page,
    wrong,
    go: async (hash) => {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    },
  };
}

async function listen(
  context: BrowserContext,
  origin: string,
  tell: (what: string) => unknown,
): Promise<void> {
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      tell(`console: ${message.text()} ${message.location().url}`);
  });
  context.on('weberror', (error) => tell(`error: ${error.error().message}`));
  context.on('dialog', (dialog) => {
    tell(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('page', (page) => {
    page.on('popup', (popup) => tell(`window: ${popup.url()}`));
    page.on('download', (download) => tell(`download: ${download.url()}`));
  });
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) tell(`request: ${request.url()}`);
  });
  await context.addInitScript({ content: REPORT_VIOLATIONS });
}

/** What the Content-Security-Policy stopped is no success: it shows that something got as far as to be stopped. */
const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) =>
  console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));`;
