import type { Page } from '@playwright/test';
import { openApp } from '../support/openApp.ts';
import { expect, test } from '../support/test.ts';
import { serveVersions } from '../support/versionedModel.ts';

const versions = [
  { version: '1', adds: 1000 },
  { version: '2', adds: 2000 },
];

async function turnCacheOn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { settings } = await window.nearside;
    await settings.update({ cache: { ...(await settings.get()).cache, models: { steps: 'on' } } });
  });
}

async function load(page: Page, version: string): Promise<void> {
  await page.evaluate(
    async (wanted) => (await window.nearside).models.load('steps', { version: wanted }),
    version,
  );
}

/** Asks `steps` for one row of `mark`: where the answer came from, of which version, and what that added. */
async function ask(page: Page, mark: number): Promise<readonly [string, string, number]> {
  return await page.evaluate(async (value) => {
    const nearside = await window.nearside;
    const data = new Float32Array(4).fill(value);
    const { version, outputs, trace } = await nearside.infer({
      model: 'steps',
      inputs: { x: { datatype: 'FP32', shape: [1, 4], data } },
    });
    return [trace.source, version, (outputs['y']!.data as Float32Array)[0]! - value] as const;
  }, mark);
}

async function readCounts(page: Page): Promise<{ readonly requests: number; readonly inferences: number }> {
  return await page.evaluate(async () => {
    const { requests, inferences } = (await (await window.nearside).metrics.snapshot()).models['steps']!;
    return { requests, inferences };
  });
}

/** In what share of the visits a model was asked, as it is kept on the device; 0 where nothing is. Sets it to `next`, if that is given. */
async function shareOf(page: Page, model: string, next?: number): Promise<number> {
  return await page.evaluate(
    async ([name, given]) => {
      const place = 'nearside-usage';
      // Opening what is not there would make it.
      if (!(await indexedDB.databases()).some((each) => each.name === place)) return 0;
      const settle = <Value>(request: IDBRequest<Value>): Promise<Value> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => {
            resolve(request.result);
          };
          request.onerror = () => {
            reject(new Error(String(request.error)));
          };
        });
      const database = await settle(indexedDB.open(place));
      const values = database.transaction('values', 'readwrite').objectStore('values');
      type Usage = Record<string, { share: number }> | undefined;
      const use = ((await settle(values.get('current'))) as Usage)?.[name];
      if (use !== undefined && given !== null)
        await settle(values.put({ [name]: { ...use, share: given } }, 'current'));
      database.close();
      return use?.share ?? 0;
    },
    [model, next ?? null] as const,
  );
}

test('after a swap and a rest, what was asked often is answered from memory, as the new version answers', async ({
  page,
  front,
}) => {
  await serveVersions(front, versions);
  await page.goto(front.url);
  await turnCacheOn(page);
  await load(page, '1');
  for (let round = 0; round < 3; round += 1) for (const mark of [3, 4]) await ask(page, mark);
  await ask(page, 5);
  const counts = await readCounts(page);
  expect(counts).toEqual({ requests: 7, inferences: 3 });
  const entries = (): Promise<number> =>
    page.evaluate(async () => (await (await window.nearside).cache.stats()).models['steps']!.entries);
  const before = await entries();
  await load(page, '2');
  await expect.poll(entries).toBe(before + 2);
  expect(await readCounts(page)).toEqual(counts);
  expect(await ask(page, 3)).toEqual(['memory', '2', 2000]);
  expect(await ask(page, 4)).toEqual(['memory', '2', 2000]);
  expect(await ask(page, 5)).toEqual(['local', '2', 2000]);
});

test('a model that is asked in most visits is there before it is asked, until everything is erased', async ({
  page,
}) => {
  const model = 'review-sentiment';
  await openApp(page);
  await page.evaluate(async (name) => (await window.nearside).predict(name, 'a fine thing'), model);
  await expect.poll(() => shareOf(page, model)).toBe(0.25);
  // As after many visits.
  await shareOf(page, model, 0.8);
  await openApp(page);
  await page.goto('#/models');
  const row = page.getByRole('row').filter({ hasText: model });
  await expect(row).toContainText('Ready, loaded ahead');
  const { requests } = await page.evaluate(
    async (name) => (await (await window.nearside).metrics.snapshot()).models[name]!,
    model,
  );
  expect(requests).toBe(0);

  expect(await page.evaluate(async () => (await window.nearside).storage.erase())).toEqual([]);
  expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([]);
});

test('a model is pinned by the keyboard, stays so over a reload, and is let go again', async ({ page }) => {
  await openApp(page, { models: ['language-id'] });
  await page.goto('#/models');
  const pin = page.getByRole('button', { name: 'Pin digits' });
  const readPinned = (): Promise<readonly string[]> =>
    page.evaluate(async () => (await (await window.nearside).settings.get()).pinned);
  await expect(pin).toHaveAttribute('aria-pressed', 'false');
  await pin.focus();
  await page.keyboard.press('Enter');
  await expect(pin).toHaveAttribute('aria-pressed', 'true');
  expect(await readPinned()).toEqual(['digits']);
  await page.reload();
  await expect(pin).toHaveAttribute('aria-pressed', 'true');
  await pin.focus();
  await page.keyboard.press('Space');
  await expect(pin).toHaveAttribute('aria-pressed', 'false');
  expect(await readPinned()).toEqual([]);
});
