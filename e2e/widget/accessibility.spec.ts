import { encodePng } from '../support/encodePng.ts';
import { findViolations } from '../support/findViolations.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { widgetPage } from '../support/widgetPage.ts';

function bodyOf(mode: string): string {
  return `<main><h1>Host</h1>
    <nearside-widget model="language-id" mode="${mode}" placeholder="Type in any language"></nearside-widget>
    <nearside-widget model="digits" mode="${mode}"></nearside-widget></main>`;
}

const isolation = {
  'Content-Type': 'text/html',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

for (const mode of ['frame', 'inline'] as const) {
  test(`in ${mode} mode every state is used by keys alone and breaks nothing of WCAG 2.2 AA`, async ({
    page,
    host,
    quietConsole,
  }) => {
    quietConsole.allowMessage(/Failed to load resource/);
    await page.addInitScript(() => {
      // Visitors who save data see the poster until they touch it.
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    });
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isBroken = true;
    await page.route('**/models/index.json', async (route) => {
      await released;
      if (isBroken) await route.fulfill({ status: 500, body: 'no' });
      else await route.continue();
    });
    const body = widgetPage(bodyOf(mode));
    host.put('/', { body });
    await page.route(`${servers.isolated.url}host.html`, (route) =>
      route.fulfill({ headers: isolation, body }),
    );
    await page.goto(mode === 'frame' ? host.origin : `${servers.isolated.url}host.html`);

    const text = page.locator('nearside-widget').first();
    const image = page.locator('nearside-widget').last();
    await expect(image.getByRole('button', { name: 'digits' })).toBeVisible();
    expect(await findViolations(page), 'poster').toEqual([]);

    await page.keyboard.press('Tab');
    await expect(text.getByRole('button', { name: 'language-id' })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(image.getByRole('progressbar', { name: 'Loading' })).toBeVisible();
    expect(await findViolations(page), 'loading').toEqual([]);

    release();
    await expect(image.getByRole('button', { name: 'Try again' })).toBeFocused();
    await expect(text.getByRole('alert')).toBeVisible();
    expect(await findViolations(page), 'error').toEqual([]);

    isBroken = false;
    // Asked for well before the key that opens it: only then is the browser's own dialog held back.
    const choosing = page.waitForEvent('filechooser');
    await page.keyboard.press('Enter');
    await expect(image.getByRole('button', { name: 'Choose an image' })).toBeFocused();
    const gray = await page.evaluate(() => [...window.tools.seven().data].filter((_, at) => at % 4 === 0));
    await page.keyboard.press('Enter');
    const buffer = encodePng(Uint8Array.from(gray), Math.sqrt(gray.length));
    await (await choosing).setFiles({ name: 'seven.png', mimeType: 'image/png', buffer });
    await expect(image.getByRole('listitem').first()).toHaveText(/^7/);

    await page.keyboard.press('Shift+Tab');
    await expect(text.getByRole('button', { name: 'Try again' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(text.getByRole('textbox', { name: 'Type in any language' })).toBeFocused();
    await page.keyboard.type('Wo ist der Bahnhof?');
    await expect(text.getByRole('listitem').first()).toHaveText(/^German/);
    await expect(text.getByRole('status')).toHaveText(/^German/);
    expect(await findViolations(page), 'answers').toEqual([]);

    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);

    await page.emulateMedia({ forcedColors: 'active' });
    const edges = await page.evaluate(() =>
      [...document.querySelectorAll('nearside-widget')].flatMap((widget) =>
        [...(widget.shadowRoot?.querySelectorAll('button, textarea, canvas') ?? [])]
          .filter((control) => control.checkVisibility())
          .map((control) => getComputedStyle(control).borderTopStyle),
      ),
    );
    expect(edges).toEqual(['solid', 'solid', 'solid', 'solid']);
    // Strokes are dark whatever the colours of the system are.
    await expect(image.getByRole('img')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  });
}
