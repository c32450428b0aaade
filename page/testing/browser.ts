import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

/** Where Debian and Ubuntu put it. Without it, what needs a browser says that it is skipped. */
const CHROMIUM = '/usr/bin/chromium';

export const hasBrowser = existsSync(CHROMIUM);

/** A name that leads to this machine, as one that a foreign server lets point here (DNS rebinding). */
export const REBOUND_HOST = 'rebound.test';

/** An address of this machine that browsers are sent to when they ask for `localhost`. */
export const LOCALHOST_ADDRESS = '127.0.0.2';

let started: Promise<Browser> | null = null;

/** The one headless Chromium of this process; it ends with it. */
export function sharedBrowser(): Promise<Browser> {
  return (started ??= chromium.launch({
    executablePath: CHROMIUM,
    args: [
      // As root, Chromium's own sandbox refuses to start.
      '--no-sandbox',
      // A process less, that would only draw in software what the page's own process can.
      '--disable-gpu',
      `--host-resolver-rules=MAP ${REBOUND_HOST} 127.0.0.1, MAP localhost ${LOCALHOST_ADDRESS}`,
    ],
  }));
}
