import { expect, test as base, type Page } from '@playwright/test';

/** Console output and page errors that a test expects; everything else fails it. */
export interface Console {
  /** Lets messages pass that match; the test still fails when none comes. */
  expectMessage(pattern: RegExp): void;
}

/** Playwright's test with one rule more: unexpected console output or an uncaught error fails it. */
export const test = base.extend<{ quietConsole: Console }>({
  quietConsole: [
    async ({ page, context }, use) => {
      const messages: string[] = [];
      const expected: RegExp[] = [];
      const listen = (target: Page): void => {
        target.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
        target.on('pageerror', (error) => messages.push(`error: ${error.message}`));
      };
      listen(page);
      context.on('page', listen);
      await use({ expectMessage: (pattern) => expected.push(pattern) });
      expect(messages.filter((message) => !expected.some((pattern) => pattern.test(message)))).toEqual([]);
      for (const pattern of expected) expect(messages.some((message) => pattern.test(message))).toBe(true);
    },
    { auto: true },
  ],
});

export { expect };
