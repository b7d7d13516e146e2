import type { Page } from '@playwright/test';
import { servers } from './servers.ts';

export const bothModels = ['language-id', 'digits'] as const;

/** Opens the app and waits until `models` can answer. */
export async function openApp(
  page: Page,
  {
    url = servers.isolated.url,
    models = bothModels,
  }: { readonly url?: string; readonly models?: readonly string[] } = {},
): Promise<void> {
  await page.goto(url);
  await page.evaluate(async (names) => {
    const nearside = await window.nearside;
    await Promise.all(names.map((name) => nearside.models.load(name)));
  }, models);
}
