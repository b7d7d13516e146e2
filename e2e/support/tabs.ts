import type { BrowserContext, Page } from '@playwright/test';
import { findEngineWorker } from './workers.ts';

/** The open tabs of a context that run an engine. */
export function findHosts(context: BrowserContext): readonly Page[] {
  return context.pages().filter((page) => findEngineWorker(page) !== undefined);
}

/** Ends a tab's process, as when it runs out of memory. */
export async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // It has no answer: the process that would give it is gone.
  session.send('Page.crash').catch(() => undefined);
  await crashed;
}

/** What the page sees and hears when it is kept for going back, and when it comes back. */
export async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  });
}

export async function show(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
}
