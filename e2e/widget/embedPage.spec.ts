import type { Page } from '@playwright/test';
import { openApp } from '../support/openApp.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

function countEngines(page: Page): number {
  return page.workers().filter((worker) => worker.url().includes('engine.worker')).length;
}

test.beforeEach(async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  // Frames share the engine of a page once a service worker is there.
  await openApp(page);
  await page.goto(`${servers.isolated.url}#/embed`);
});

test('the page shows the widget, what it tells, and the lines that bring it elsewhere', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'Embed', level: 1 })).toBeVisible();
  await page.getByRole('textbox', { name: 'Type in any language' }).fill('Wo ist der Bahnhof?');
  await expect(page.getByText('German', { exact: true })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'nearside-result' })).toContainText('deu');
  // The frame is served by the engine of the page around it.
  expect(countEngines(page)).toBe(1);

  await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
  await page.getByRole('textbox', { name: 'Placeholder' }).fill('Say "hi"');
  await expect(page.getByRole('textbox', { name: 'Say "hi"' })).toBeVisible();
  await page.getByRole('button', { name: 'Copy' }).first().click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `<script type="module" src="${servers.isolated.url}widget.js"></script>\n` +
      '<nearside-widget model="language-id" placeholder="Say &quot;hi&quot;" theme="dark"></nearside-widget>',
  );
});

test('in inline mode the widget shares the engine of its page', async ({ page }) => {
  await page.getByRole('listitem').filter({ hasText: 'nearside-ready' }).waitFor();
  await page.getByRole('combobox', { name: 'Mode', exact: true }).selectOption('inline');
  await page.getByRole('combobox', { name: 'Model', exact: true }).selectOption('digits');
  await expect(page.getByRole('listitem').filter({ hasText: 'nearside-ready' }).first()).toContainText(
    'digits',
  );
  await page.getByText('the model runs in the page', { exact: false }).waitFor();
  await expect(page.getByText('wasm-unsafe-eval')).toBeVisible();
  const box = await page.getByRole('img', { name: 'Type in any language' }).boundingBox();
  await page.mouse.move(box!.x + box!.width / 2, box!.y + 20);
  await page.mouse.down();
  await page.mouse.move(box!.x + box!.width / 2, box!.y + box!.height - 20, { steps: 8 });
  await page.mouse.up();
  await expect(page.getByRole('listitem').filter({ hasText: 'nearside-result' }).first()).toContainText('1 ');
  expect(countEngines(page)).toBe(1);
});
