import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

/** Where Debian and Ubuntu put it. Without it, what needs a browser says that it is skipped. */
const CHROMIUM = '/usr/bin/chromium';

export const hasBrowser = existsSync(CHROMIUM);

/** A name that leads to this machine, as one that a foreign server lets point here (DNS rebinding). */
export const REBOUND_HOST = 'rebound.test';

let started: Promise<Browser> | null = null;

/** The one headless Chromium of this process; it ends with it. */
export function sharedBrowser(): Promise<Browser> {
  return (started ??= chromium.launch({
    executablePath: CHROMIUM,
    // As root, Chromium's own sandbox refuses to start.
    args: ['--no-sandbox', `--host-resolver-rules=MAP ${REBOUND_HOST} 127.0.0.1`],
  }));
}
