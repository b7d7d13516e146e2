import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { startFrontServer, type FrontServer } from './frontServer.ts';
import { startHostServer, type HostServer } from './hostServer.ts';
import { openApp } from './openApp.ts';
import { installPageTools } from './pageTools.ts';

/** Console output and page errors that a test expects; everything else fails it. */
export interface Console {
  /** Lets messages pass that match; the test still fails when none comes. */
  expectMessage(pattern: RegExp): void;
  /** Lets messages pass that match, whether any comes or not: some faults are seen only by chance. */
  allowMessage(pattern: RegExp): void;
}

interface TestFixtures {
  readonly quietConsole: Console;
  /** The app behind a server that can be made to fail. */
  readonly front: FrontServer;
  /** A site of its own origin that embeds the app's widgets. */
  readonly host: HostServer;
}

interface WorkerFixtures {
  readonly messages: string[];
  /** The app with both models ready, opened once: for tests that change nothing that lasts. */
  readonly warmPage: Page;
}

/** Playwright's test with one rule more: unexpected console output or an uncaught error fails it. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  messages: [
    async ({}, use) => {
      await use([]);
    },
    { scope: 'worker' },
  ],
  warmPage: [
    async ({ browser, messages }, use) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      listen(page, messages);
      await page.addInitScript(installPageTools);
      await openApp(page);
      await use(page);
      await context.close();
    },
    { scope: 'worker' },
  ],
  front: async ({ context }, use) => {
    const front = await startFrontServer();
    await use(front);
    await closePages(context);
    await front.close();
  },
  host: async ({ context }, use) => {
    const host = await startHostServer();
    await use(host);
    await closePages(context);
    await host.close();
  },
  quietConsole: [
    async ({ context, messages }, use) => {
      const expected: RegExp[] = [];
      const allowed: RegExp[] = [];
      messages.length = 0;
      await context.addInitScript(installPageTools);
      context.on('page', (page) => {
        listen(page, messages);
      });
      await use({
        expectMessage: (pattern) => expected.push(pattern),
        allowMessage: (pattern) => allowed.push(pattern),
      });
      const known = [...expected, ...allowed];
      expect(messages.filter((message) => !known.some((pattern) => pattern.test(message)))).toEqual([]);
      for (const pattern of expected) expect(messages.some((message) => pattern.test(message))).toBe(true);
    },
    { auto: true },
  ],
});

/** A page that outlives its server complains of what it can no longer fetch. */
async function closePages(context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.close()));
}

function listen(page: Page, messages: string[]): void {
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`error: ${error.message}`));
}

export { expect };
