import type { Page } from 'playwright-core';

/** Makes the page believe that it is in sight or is not: a browser without windows shows all of them. */
export async function setSight(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate(`(() => {
    Object.defineProperty(document, 'hidden', { value: ${state === 'hidden'}, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  })()`);
}
