import type { BrowserContext, Page } from '@playwright/test';
import { openApp } from '../support/openApp.ts';
import { servers } from '../support/servers.ts';
import { crash, findHosts, hide, show } from '../support/tabs.ts';
import { expect, test } from '../support/test.ts';
import { findEngineWorker } from '../support/workers.ts';

const rounds = process.env['NEARSIDE_LONG'] === undefined ? 5 : 50;

/** Tabs with the models ready; the first hosts the engine. */
async function openTabs(context: BrowserContext, count: number): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for (let index = 0; index < count; index += 1) {
    const page = await context.newPage();
    await openApp(page);
    pages.push(page);
  }
  return pages;
}

/** Asks much at once, of every kind; resolves with what became of it. */
async function askMuch(page: Page, seed: number): Promise<readonly string[]> {
  return await page.evaluate(async (from) => {
    const nearside = await window.nearside;
    const bypass = { cache: 'bypass' } as const;
    const calls: Promise<unknown>[] = [];
    for (let index = 0; index < 300; index += 1)
      calls.push(nearside.predict('digits', window.tools.row(from + index), bypass));
    for (let index = 0; index < 50; index += 1)
      calls.push(nearside.predict('language-id', `We met ${from + index} days ago at the station`, bypass));
    calls.push(nearside.predict('digits', window.tools.seven(60), bypass));
    const image = await createImageBitmap(window.tools.seven(80));
    calls.push(nearside.predict('digits', image, { ...bypass, transfer: true }));
    const x = { datatype: 'FP32', shape: [1, 1, 28, 28], data: window.tools.row(from) } as const;
    calls.push(nearside.infer({ model: 'digits', inputs: { x } }, { ...bypass, transfer: true }));
    const outcomes = await window.tools.outcomes(calls);
    return outcomes.map((outcome) =>
      outcome.kind === 'rejected' ? `${outcome.code}: ${outcome.message}` : 'settled',
    );
  }, seed);
}

async function waitUntilBusy(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nearside = await window.nearside;
    await window.tools.until(async () => (await nearside.metrics.snapshot()).total.inFlight > 0);
  });
}

test('three tabs share one engine, its models, metrics and settings', async ({ context }) => {
  const [first, second, third] = (await openTabs(context, 3)) as [Page, Page, Page];
  expect(findHosts(context)).toEqual([first]);
  expect(second.workers()).toEqual([]);

  const shared = await second.evaluate(async () => {
    const nearside = await window.nearside;
    const data = new Float32Array(new SharedArrayBuffer(4 * 784)).fill(0.5);
    const { x } = await nearside.tensors('digits', { x: data });
    const { trace } = await nearside.predict('digits', { x: { ...x!, data } }, { cache: 'bypass' });
    return { elements: (x!.data as Float32Array).length, source: trace.source };
  });
  expect(shared).toEqual({ elements: 784, source: 'local' });

  const counted = await third.evaluate(async () => {
    const nearside = await window.nearside;
    const before = (await nearside.metrics.snapshot()).total.requests;
    await nearside.predict('digits', window.tools.seven(), { cache: 'bypass' });
    await nearside.settings.update({ batching: false });
    return { before, models: (await nearside.models.list()).map(({ state }) => state) };
  });
  expect(counted.models).toContain('ready');
  const seen = await first.evaluate(async () => {
    const nearside = await window.nearside;
    const { requests } = (await nearside.metrics.snapshot()).total;
    return { requests, batching: (await nearside.settings.get()).batching };
  });
  expect(seen).toEqual({ requests: counted.before + 1, batching: false });

  await second.evaluate(async () => (await window.nearside).models.unload('digits'));
  const states = await Promise.all(
    [first, third].map((page) =>
      page.evaluate(
        async () =>
          (await (await window.nearside).models.list()).find(({ name }) => name === 'digits')?.state,
      ),
    ),
  );
  expect(states).toEqual(['available', 'available']);
});

for (const [how, end] of [
  ['is closed', (page: Page) => page.close()],
  ['crashes', crash],
] as const) {
  test(`when the tab that hosts the engine ${how}, nothing is lost`, async ({ context, quietConsole }) => {
    test.setTimeout(rounds * 60_000);
    quietConsole.allowMessage(/crash/i);
    await openTabs(context, 2);
    for (let round = 0; round < rounds; round += 1) {
      const guest = await context.newPage();
      await openApp(guest);
      const [host] = findHosts(context);
      const waiting = askMuch(guest, 1000 * round);
      await waitUntilBusy(guest);
      await end(host!);
      const outcomes = await waiting;
      if (!host!.isClosed()) await host!.close();

      expect(outcomes.filter((outcome) => outcome !== 'settled')).toEqual([]);
      await expect.poll(() => findHosts(context)).toHaveLength(1);
    }
  });
}

test('a tab that goes to the back-forward cache gives the engine up, and is a guest when it is back', async ({
  context,
}) => {
  const [host, guest] = (await openTabs(context, 2)) as [Page, Page];
  const waiting = askMuch(guest, 1);
  const own = host.evaluate(async () => {
    const nearside = await window.nearside;
    const calls = Array.from({ length: 200 }, (_, index) =>
      nearside.predict('digits', window.tools.row(index), { cache: 'bypass' }),
    );
    return (await window.tools.outcomes(calls)).filter(({ kind }) => kind !== 'answered');
  });
  await waitUntilBusy(guest);
  // The browser may take a while to end a worker that was told to.
  const ended = findEngineWorker(host)!.waitForEvent('close');
  await hide(host);

  expect((await waiting).filter((outcome) => outcome !== 'settled')).toEqual([]);
  await ended;
  await expect.poll(() => findHosts(context)).toEqual([guest]);
  const held = await guest.evaluate(async () => {
    const { held = [] } = await navigator.locks.query();
    return held.map(({ name = '' }) => name.split(' ')[0]);
  });
  expect(held.filter((name) => name === 'nearside-host')).toHaveLength(1);
  await show(host);
  expect(await own).toEqual([]);
  expect(findHosts(context)).toEqual([guest]);
});

test('a deadline passes also while there is no engine', async ({ context }) => {
  const [page] = (await openTabs(context, 1)) as [Page];
  const late = page.evaluate(async () => {
    const nearside = await window.nearside;
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    const startedAt = performance.now();
    const call = nearside.predict('digits', window.tools.row(1), { deadlineMs: 200 });
    return { outcome: await window.tools.outcome(call), ms: performance.now() - startedAt };
  });
  const { outcome, ms } = await late;

  expect(outcome).toMatchObject({ kind: 'rejected', code: 'deadline' });
  expect(ms).toBeGreaterThanOrEqual(200);
  await show(page);
  expect(await askMuch(page, 5)).not.toContainEqual(expect.stringContaining(':'));
});

test('a frame of the same origin shares the engine too', async ({ page, context }) => {
  const headers = {
    'Content-Type': 'text/html',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  };
  await page.route('**/host.html', (route) =>
    route.fulfill({ headers, body: '<link rel="icon" href="data:," /><iframe src="./"></iframe>' }),
  );
  await page.goto(`${servers.isolated.url}host.html`);
  const frame = page.frames()[1]!;
  const ask = async (): Promise<number> => {
    const nearside = await window.nearside;
    await nearside.predict('digits', new Float32Array(784), { cache: 'bypass' });
    return (await nearside.metrics.snapshot()).total.requests;
  };
  expect(await frame.evaluate(ask)).toBe(1);
  const other = await context.newPage();
  await openApp(other);

  expect(await other.evaluate(ask)).toBe(2);
  expect(findHosts(context)).toEqual([page]);
});

test.describe('without a service worker', () => {
  test.use({ serviceWorkers: 'block' });

  test('each tab has an engine of its own, and both answer', async ({ context, quietConsole }) => {
    quietConsole.expectMessage(/Service Worker registration blocked/);
    const pages = await openTabs(context, 2);
    expect(findHosts(context)).toEqual(pages);
    for (const page of pages) expect(await askMuch(page, 1)).not.toContainEqual(expect.stringContaining(':'));
  });
});

test('tabs that are not isolated share an engine as well', async ({ context }) => {
  const first = await context.newPage();
  await openApp(first, { url: servers.plain.url });
  const second = await context.newPage();
  await openApp(second, { url: servers.plain.url });
  expect(findHosts(context)).toEqual([first]);
  const texts = await second.evaluate(async () => {
    const nearside = await window.nearside;
    const labels = [];
    for (const text of ['Where is the station?', 'Wo ist der Bahnhof?', 'Où est la gare ?'])
      labels.push((await nearside.predict('language-id', text)).labels?.[0]?.label);
    return labels;
  });
  expect(texts).toEqual(['eng', 'deu', 'fra']);
});
