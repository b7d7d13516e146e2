import type { BrowserContext, Page } from '@playwright/test';
import { openApp } from '../support/openApp.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

/** Paths of all requests of a context, those of its workers among them. */
function recordRequests(context: BrowserContext): string[] {
  const paths: string[] = [];
  context.on('request', (request) => paths.push(new URL(request.url()).pathname));
  return paths;
}

const isRuntime = (path: string): boolean => path.endsWith('.wasm');
const isModel = (path: string): boolean => path.endsWith('.onnx');

async function useBothModels(page: Page): Promise<void> {
  const labels = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const answers = await Promise.all([
      nearside.predict('language-id', 'Where is the railway station?'),
      nearside.predict('digits', window.tools.seven()),
    ]);
    return answers.map(({ labels = [] }) => labels[0]?.label);
  });
  expect(labels).toEqual(['eng', '7']);
}

test('a first visit fetches one runtime and each model once, and then nothing', async ({ page, context }) => {
  const paths = recordRequests(context);
  await openApp(page);
  await useBothModels(page);

  // The runtime's script is kept for the next visit beside the first answers.
  await page.evaluate(async () => {
    await window.tools.until(async () => (await (await caches.open('nearside-runtime')).keys()).length > 0);
  });
  expect(paths.filter(isRuntime)).toHaveLength(1);
  expect(paths.filter(isModel).toSorted()).toEqual([
    '/models/digits/1/model.onnx',
    '/models/language-id/1/model.onnx',
  ]);
  paths.length = 0;
  await useBothModels(page);
  await page.getByRole('textbox', { name: 'Text' }).fill('Dove è la stazione?');
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Italian');
  expect(paths).toEqual([]);
});

for (const [name, url] of [
  ['isolated', servers.isolated.url],
  ['not isolated', servers.plain.url],
] as const) {
  test(`a second visit takes runtime and models from this device (${name})`, async ({ page, context }) => {
    await openApp(page, { url });
    await page.close();
    const paths = recordRequests(context);
    const next = await context.newPage();
    await openApp(next, { url });
    await useBothModels(next);

    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => isRuntime(path) || isModel(path))).toEqual([]);
  });
}

test('an opened app answers without a network', async ({ page, context }) => {
  await openApp(page);
  await context.setOffline(true);
  await useBothModels(page);
});
