import { openApp } from '../support/openApp.ts';
import { expect, test } from '../support/test.ts';

const text = 'Wo ist der nächste Bahnhof?';

test('the page shows what is kept, keeps settings and clears by model', async ({ page }) => {
  await openApp(page);
  await page.getByRole('link', { name: 'Storage and privacy' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Storage and privacy' })).toBeFocused();
  const table = page.getByRole('group', { name: 'Results by model' });
  await table.getByRole('combobox', { name: 'Keep results of language-id' }).selectOption('on');
  await expect
    .poll(() => page.evaluate(async () => (await (await window.nearside).settings.get()).cache.models))
    .toEqual({ 'language-id': 'on' });
  await page.evaluate(async (given) => {
    const nearside = await window.nearside;
    for (let round = 0; round < 3; round += 1) await nearside.predict('language-id', given);
  }, text);
  const row = table.getByRole('row', { name: /language-id/ });
  await expect(row.getByRole('cell').nth(1)).toHaveText('1');
  await expect(page.getByRole('list', { name: 'Kept on this device' })).toContainText(
    'Results stored 1 result',
  );
  await expect(page.getByRole('list', { name: 'Kept on this device' })).toContainText('Model language-id');
  await row.getByRole('button', { name: 'Clear results of language-id' }).click();
  await expect(row.getByRole('cell').nth(1)).toHaveText('0');

  await page.getByRole('spinbutton', { name: 'Memory, MiB' }).fill('5');
  await page.getByRole('spinbutton', { name: 'Hours to keep' }).fill('2');
  await page.getByRole('button', { name: 'Save limits' }).click();
  await expect
    .poll(() => page.evaluate(async () => (await (await window.nearside).settings.get()).cache))
    .toMatchObject({ memoryBytes: 5 * 2 ** 20, ttlMs: 7_200_000, models: { 'language-id': 'on' } });
  await page.getByRole('spinbutton', { name: 'Hours to keep' }).fill('0');
  await page.getByRole('button', { name: 'Save limits' }).click();
  await expect(page.getByRole('alert')).toContainText('cache.ttlMs');
});

test('what is typed stays while settings change elsewhere, and neither undoes the other', async ({
  page,
}) => {
  await openApp(page);
  await page.goto('#/storage');
  const hours = page.getByRole('spinbutton', { name: 'Hours to keep' });
  await hours.fill('3');
  await page.evaluate(async () => {
    const { settings } = await window.nearside;
    const { cache } = await settings.get();
    await settings.update({ cache: { ...cache, memoryBytes: 7 * 2 ** 20, models: { digits: 'off' } } });
  });
  await expect(page.getByRole('spinbutton', { name: 'Memory, MiB' })).toHaveValue('7');
  await expect(hours).toHaveValue('3');
  await page.getByRole('combobox', { name: 'Keep results of language-id' }).selectOption('on');
  await page.getByRole('combobox', { name: 'Keep results of review-sentiment' }).selectOption('off');
  await page.getByRole('button', { name: 'Save limits' }).click();
  await expect
    .poll(() => page.evaluate(async () => (await (await window.nearside).settings.get()).cache))
    .toMatchObject({
      memoryBytes: 7 * 2 ** 20,
      ttlMs: 10_800_000,
      models: { digits: 'off', 'language-id': 'on', 'review-sentiment': 'off' },
    });
  await expect(hours).toHaveValue('3');
});

test('after Erase everything nothing is left, and a reload is a first visit', async ({ page }) => {
  await openApp(page);
  await page.evaluate(async (given) => {
    const nearside = await window.nearside;
    const { cache } = await nearside.settings.get();
    await nearside.settings.update({ cache: { ...cache, models: { 'language-id': 'on' } }, batching: false });
    await nearside.predict('language-id', given);
    await window.tools.until(async () => (await nearside.cache.stats()).store.entries === 1);
    localStorage.setItem('nearside-theme', 'dark');
    await caches.open('some cache');
  }, text);
  await page.goto('#/storage');
  const open = page.getByRole('button', { name: 'Erase everything' });

  await open.click();
  const question = page.getByRole('alertdialog', { name: 'Erase everything on this device?' });
  await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await open.click();
  await question.getByRole('button', { name: /erase/ }).click();
  await expect(page.getByRole('status')).toContainText('Everything is erased');

  const left = async (): Promise<unknown> =>
    await page.evaluate(async () => {
      const files = [];
      for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
      return {
        databases: await indexedDB.databases(),
        files,
        caches: await caches.keys(),
        workers: await navigator.serviceWorker.getRegistrations(),
        local: localStorage.length + sessionStorage.length,
      };
    });
  const nothing = { databases: [], files: [], caches: [], workers: [], local: 0 };
  expect(await left()).toEqual(nothing);
  const answer = await page.evaluate(
    async (given) => (await (await window.nearside).predict('language-id', given)).labels![0]!.label,
    text,
  );
  expect(answer).toBe('deu');
  expect(await left()).toEqual(nothing);

  await page.reload();
  const anew = await page.evaluate(async (given) => {
    const nearside = await window.nearside;
    await nearside.models.load('language-id');
    const { trace } = await nearside.predict('language-id', given);
    const { batching, cache } = await nearside.settings.get();
    const { store } = await nearside.cache.stats();
    return { source: trace.source, batching, models: cache.models, entries: store.entries };
  }, text);
  expect(anew).toEqual({ source: 'local', batching: true, models: {}, entries: 0 });
});
