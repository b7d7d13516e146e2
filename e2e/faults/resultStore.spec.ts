import type { Page } from '@playwright/test';
import type { CacheStats } from '../../src/engine/cacheStats.ts';
import { openApp } from '../support/openApp.ts';
import { resultDatabase, tamper } from '../support/resultDatabase.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { findEngineWorker } from '../support/workers.ts';

const texts = [
  ['Where is the railway station?', 'eng'],
  ['Wo ist der Bahnhof?', 'deu'],
  ['Où est la gare ?', 'fra'],
] as const;
const origin = new URL(servers.isolated.url).origin;

/** Asks every text once; gives the sources of the answers, whose labels must be right. */
async function askAll(page: Page): Promise<readonly string[]> {
  const answers = await page.evaluate(
    async (given) => {
      const nearside = await window.nearside;
      const { cache } = await nearside.settings.get();
      await nearside.settings.update({ cache: { ...cache, models: { 'language-id': 'on' } } });
      const answered = [];
      for (const text of given) {
        const { labels, trace } = await nearside.predict('language-id', text);
        answered.push({ label: labels![0]!.label, source: trace.source });
      }
      return answered;
    },
    texts.map(([text]) => text),
  );
  expect(answers.map(({ label }) => label)).toEqual(texts.map(([, label]) => label));
  return answers.map(({ source }) => source);
}

async function stats(page: Page): Promise<CacheStats> {
  return await page.evaluate(async () => (await window.nearside).cache.stats());
}

async function untilStored(page: Page): Promise<void> {
  await expect.poll(async () => (await stats(page)).store.entries).toBe(texts.length);
}

async function openStored(page: Page): Promise<void> {
  await openApp(page, { models: ['language-id'] });
  expect(await askAll(page)).toEqual(['local', 'local', 'local']);
  await untilStored(page);
}

/** Waits for both models: the store is given up after a while, so nothing else may keep the cores busy. */
async function openAgain(page: Page): Promise<void> {
  await openApp(page);
}

/** A page of the origin without the app. */
async function openNothing(page: Page): Promise<void> {
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  await page.goto(`${servers.isolated.url}models/index.json`);
}

test('results answer the next visit from the store, and come from memory after that', async ({ page }) => {
  await openStored(page);
  await openAgain(page);
  expect(await askAll(page)).toEqual(['store', 'store', 'store']);
  expect(await askAll(page)).toEqual(['memory', 'memory', 'memory']);
});

/** As a browser without room: a transaction that writes a result is aborted, with the quota as its reason. */
function refuseRecords(): void {
  const scope = globalThis as unknown as { isFull: boolean };
  scope.isFull = true;
  // The database's own method, called on each store as it is.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function refuse(...parameters: Parameters<typeof put>) {
    const request = put.apply(this, parameters);
    if (scope.isFull && this.name === 'records') {
      const error = new DOMException('no room', 'QuotaExceededError');
      Object.defineProperty(this.transaction, 'error', { value: error });
      this.transaction.abort();
    }
    return request;
  };
}

test('without room every request is answered, and the page says that nothing is stored', async ({ page }) => {
  // The override of the quota in the browser's tools was seen to have no effect on IndexedDB here.
  await page.route('**/engine.worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `(${refuseRecords.toString()})();\n${await response.text()}` });
  });
  await openApp(page, { models: ['language-id'] });
  expect(await askAll(page)).toEqual(['local', 'local', 'local']);
  await expect.poll(async () => (await stats(page)).store.degraded).toMatch(/no more room/);
  expect(await askAll(page)).toEqual(['memory', 'memory', 'memory']);
  await page.goto('#/storage');
  await expect(page.getByText(/no more room for results/)).toBeVisible();
  await findEngineWorker(page)?.evaluate(() => {
    (globalThis as unknown as { isFull: boolean }).isFull = false;
  });
  await page.evaluate(async () => (await window.nearside).cache.clear());
  expect(await askAll(page)).toEqual(['local', 'local', 'local']);
  await untilStored(page);
  expect((await stats(page)).store).not.toHaveProperty('degraded');
});

test('when the browser deletes the data of the origin, requests are answered and stored anew', async ({
  page,
}) => {
  await openStored(page);
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await expect.poll(async () => (await stats(page)).store.entries).toBe(0);
  await page.evaluate(async () => (await window.nearside).cache.clear());
  expect(await askAll(page)).toEqual(['local', 'local', 'local']);
  await untilStored(page);
  await openAgain(page);
  expect(await askAll(page)).toEqual(['store', 'store', 'store']);
});

test('when another tab deletes the database, this one makes way and goes on', async ({ page, context }) => {
  await openStored(page);
  const other = await context.newPage();
  await openNothing(other);
  const deleted = await other.evaluate(
    (name) =>
      new Promise<string>((resolve) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = () => {
          resolve('deleted');
        };
        request.onblocked = () => {
          resolve('blocked');
        };
      }),
    resultDatabase,
  );
  expect(deleted).toBe('deleted');
  expect((await stats(page)).store.entries).toBe(0);
  await page.evaluate(async () => (await window.nearside).cache.clear());
  expect(await askAll(page)).toEqual(['local', 'local', 'local']);
  await untilStored(page);
});

test('when another tab runs a later release, this one answers from memory and says so', async ({
  page,
  context,
}) => {
  await openStored(page);
  const other = await context.newPage();
  await openNothing(other);
  await tamper(other, 'raise the version');
  expect(await askAll(page)).toEqual(['memory', 'memory', 'memory']);
  await page.evaluate(async () => (await window.nearside).cache.clear());
  expect(await askAll(page)).toEqual(['local', 'local', 'local']);
  await expect.poll(async () => (await stats(page)).store.degraded).toMatch(/kept in memory alone/);
});

for (const how of ['flip a byte', 'replace the key'] as const) {
  test(`after a visit in which somebody did "${how}", the model answers`, async ({ page }) => {
    await openStored(page);
    await openNothing(page);
    await tamper(page, how);
    await openAgain(page);
    expect(await askAll(page)).toEqual(['local', 'local', 'local']);
    expect((await stats(page)).store.degraded).toMatch(/not what was written/);
    await untilStored(page);
    await openAgain(page);
    expect(await askAll(page)).toEqual(['store', 'store', 'store']);
  });
}

test('where databases cannot be opened, requests are answered from memory and the page says why', async ({
  page,
}) => {
  await page.route('**/engine.worker-*.js', async (route) => {
    const response = await route.fetch();
    const refuse = `indexedDB.open = () => { throw new DOMException('private mode', 'SecurityError'); };`;
    await route.fulfill({ response, body: `${refuse}\n${await response.text()}` });
  });
  await openApp(page, { models: ['language-id'] });
  expect(await askAll(page)).toEqual(['local', 'local', 'local']);
  expect(await askAll(page)).toEqual(['memory', 'memory', 'memory']);
  expect((await stats(page)).store.entries).toBe(0);
  expect((await stats(page)).store.degraded).toContain('private mode');
  await page.goto('#/storage');
  await expect(page.getByText(/kept in memory alone/)).toBeVisible();
});

test('a tab that does not let go of the database is told of, and everything else is erased', async ({
  page,
  context,
}) => {
  await openStored(page);
  const other = await context.newPage();
  await openNothing(other);
  await tamper(other, 'hold it open');
  await page.goto('#/storage');
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('button', { name: 'Yes, erase it all' }).click();
  await expect(page.getByRole('status')).toContainText('Its key is gone');
  await other.close();
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});
