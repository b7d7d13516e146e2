import { readFileSync } from 'node:fs';
import { openApp } from '../support/openApp.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

interface Manifest {
  readonly id: string;
  readonly icons: readonly { readonly src: string; readonly purpose: string; readonly sizes: string }[];
  readonly screenshots: readonly {
    readonly src: string;
    readonly form_factor: string;
    readonly sizes: string;
  }[];
  readonly shortcuts: readonly { readonly url: string }[];
  readonly file_handlers: readonly unknown[];
}

for (const [name, url] of [
  ['at the root', servers.isolated.url],
  ['below a path', servers.subPath.url],
] as const) {
  test(`the app can be installed (${name})`, async ({ page }) => {
    await page.goto(url);
    await page.evaluate(() => window.nearside.then(() => undefined));
    const session = await page.context().newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    const { data = '', errors } = await session.send('Page.getAppManifest');
    const others = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito');
    expect({ others, errors }).toEqual({ others: [], errors: [] });

    const manifest = JSON.parse(data) as Manifest;
    const files = [...manifest.icons, ...manifest.screenshots];
    for (const { src, sizes } of files) {
      const size = await page.evaluate(async (address) => {
        const response = await fetch(address);
        const { width, height } = await createImageBitmap(await response.blob());
        return `${String(width)}x${String(height)}`;
      }, new URL(src, url).href);
      expect(size).toBe(sizes);
    }
    expect(new Set(manifest.icons.map(({ purpose }) => purpose))).toEqual(new Set(['any', 'maskable']));
    expect(manifest.screenshots.map(({ form_factor }) => form_factor).toSorted()).toEqual(['narrow', 'wide']);
    expect(manifest.file_handlers).toEqual([
      { action: './', accept: { 'application/octet-stream': ['.onnx', '.ort'] } },
    ]);
    for (const { url: shortcut } of manifest.shortcuts) {
      await page.goto(new URL(shortcut, url).href);
      await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Page not found');
    }
  });
}

test('text that another app shares opens in the Playground, once', async ({ page }) => {
  await openApp(page);
  // As the system does: the page that opens comes from the answer to a form.
  await page.evaluate(async () => {
    const form = new FormData();
    form.set('title', 'Wo ist der Bahnhof?');
    form.set('files', new File(['Good evening\nBuona sera\n'], 'lines.txt', { type: 'text/plain' }));
    const response = await fetch('share', { method: 'POST', body: form });
    location.href = response.url;
  });
  await expect(page.getByRole('textbox', { name: 'Text' })).toHaveValue('Wo ist der Bahnhof?');
  await page.evaluate(async () => (await window.nearside).models.load('language-id'));
  await expect(page.getByText('German').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Buona sera');
  expect(new URL(page.url()).search).toBe('');
  expect(await page.evaluate(() => caches.has('nearside-shared'))).toBe(false);
});

test('a model file that the app is opened with leads to the page of models', async ({ page }) => {
  await page.addInitScript(() => {
    const launchQueue = {
      setConsumer: (consume: (parameters: unknown) => void) => {
        const file = new File(['bytes'], 'mine.onnx');
        consume({ files: [{ getFile: () => Promise.resolve(file) }] });
      },
    };
    Object.defineProperty(window, 'launchQueue', { value: launchQueue });
  });
  await page.goto(servers.isolated.url);
  await expect(page).toHaveURL(/#\/models$/);
});

test('another build is offered, held back while requests wait, and taken without losing old files', async ({
  page,
  context,
  front,
}) => {
  const script = readFileSync('dist/service.worker.js', 'utf8');
  await openApp(page, { url: front.url });
  const other = await context.newPage();
  await openApp(other, { url: front.url });
  // Another build: a shell that names no file of the one before but the page itself.
  const next = script.replace(/\{[^{}]*"url":"assets\/LivePage[^{}]*\},?/g, '').replace(/,\]/, ']');
  expect(next).not.toBe(script);
  front.fail((request, response) => {
    if (request.url === '/service.worker.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(next);
      return true;
    }
    if (request.url?.includes('LivePage') !== true) return false;
    response.writeHead(404).end();
    return true;
  });
  await page.evaluate(async () => {
    const nearside = await window.nearside;
    const calls: Promise<unknown>[] = [];
    // Enough work to see that the offer waits for its end.
    const isDone = Promise.withResolvers<undefined>();
    Object.assign(window, { endWork: isDone.resolve });
    const work = async (): Promise<void> => {
      const end = { isReached: false };
      void isDone.promise.then(() => (end.isReached = true));
      for (let index = 0; !end.isReached; index += 1) {
        calls.push(nearside.predict('digits', window.tools.row(index), { cache: 'bypass' }));
        if (calls.length >= 64) await Promise.all(calls.splice(0, 32));
      }
      await Promise.all(calls);
    };
    void work();
    await (await navigator.serviceWorker.getRegistration())!.update();
  });
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state))
    .toBe('installed');
  const offer = page.getByRole('button', { name: 'Reload now' });
  await expect(offer).toBeHidden();
  await page.evaluate(() => {
    (window as unknown as { endWork: () => void }).endWork();
  });
  await expect(offer).toBeVisible();

  const reloaded = page.waitForEvent('load');
  await offer.click();
  await reloaded;
  // The other tab goes on with the files of its build, which the server has no more.
  await other.getByRole('link', { name: 'Live' }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'Live' })).toBeVisible();
  await expect(other.getByRole('list', { name: 'Environment' })).toBeVisible();
});

test('a file that is gone loads the page anew, at most once', async ({ page, context, quietConsole }) => {
  quietConsole.allowMessage(/Failed to load resource|dynamically imported module|preload/i);
  await context.route('**/LivePage-*.js', (route) => route.fulfill({ status: 404 }));
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  await page.addInitScript(() => {
    // Nothing kept may stand in for the file.
    Object.defineProperty(navigator, 'serviceWorker', { value: undefined });
  });
  await page.goto(servers.isolated.url);
  await page.getByRole('link', { name: 'Live' }).click();
  // Until it goes, the first page shows the alert as well.
  await expect.poll(() => loads).toBe(2);
  await expect(page.getByRole('alert')).toBeVisible();
  await page.evaluate(async () => (await window.nearside).models.list());
  expect(loads).toBe(2);
});
