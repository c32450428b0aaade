import type { Page } from 'playwright-core';

/** Every view of a run, as its address names it. */
export const RUN_VIEWS = [
  'overview',
  'lineage',
  'populations',
  'compare',
  'candidate',
  'timeline',
  'refused',
  'certificate',
  'ledger',
  'approvals',
  'proposals',
] as const;

/** Waits until the view of the present address has its data, or says why not. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main :is(h1, h2)').first().waitFor();
  await page.locator('main .loading, main [aria-busy=true]').first().waitFor({ state: 'detached' });
}
