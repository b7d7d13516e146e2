import type { Page } from '@playwright/test';
import { openApp } from '../support/openApp.ts';
import { expect, test } from '../support/test.ts';

/** A burst, and then until the page has had the figures that count it. */
async function sendBurst(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nearside = await window.nearside;
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        nearside.predict('digits', window.tools.row(index), { cache: 'bypass' }),
      ),
    );
    const seen = Promise.withResolvers<undefined>();
    let count = 0;
    const undo = nearside.metrics.subscribe(() => {
      count += 1;
      if (count === 3) seen.resolve(undefined);
    });
    await seen.promise;
    undo();
  });
}

function figure(page: Page, name: string) {
  return page.getByRole('definition').locator(`xpath=../dd[1][../dt[normalize-space()="${name}"]]`);
}

test('the live page moves with the traffic, and Pause holds it', async ({ page }) => {
  await openApp(page);
  await page.getByRole('navigation').first().getByRole('link', { name: 'Live' }).click();
  await expect(page.getByRole('heading', { name: 'Live', level: 1 })).toBeVisible();
  await sendBurst(page);

  await expect(figure(page, 'Requests/s')).toHaveText(/^[1-9]/);
  await expect(figure(page, 'Latency p50')).toHaveText(/[1-9].*s$/);
  await expect(page.getByText('200 in all').first()).toBeVisible();
  const charts = page.getByRole('img').filter({ has: page.locator('svg path[d*="L"], svg path[d*="C"]') });
  await expect(charts.nth(2)).toBeVisible();

  await page.getByRole('button', { name: 'Pause' }).click();
  await sendBurst(page);
  await expect(page.getByText('200 in all').first()).toBeVisible();
  await page.getByRole('button', { name: 'Paused' }).click();
  await expect(page.getByText('400 in all').first()).toBeVisible();
});

test('every route has its heading and is reached from the navigation', async ({ page }) => {
  await page.goto('/');
  const links = page.getByRole('navigation').first().getByRole('link');
  const names = await links.allTextContents();
  expect(names).toContain('Playground');
  for (const name of names) {
    await links.filter({ hasText: name }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  }
});
