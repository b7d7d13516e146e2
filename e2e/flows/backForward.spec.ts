import { findChromium } from '../support/findChromium.ts';
import { openApp } from '../support/openApp.ts';
import { findHosts } from '../support/tabs.ts';
import { expect, test } from '../support/test.ts';

// Playwright starts browsers without the back-forward cache.
test.use({
  launchOptions: {
    executablePath: findChromium(),
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  },
});

test('the browser keeps the page of the app that is left, and it hosts an engine again when one goes back', async ({
  page,
  context,
  host,
}) => {
  host.put('/', { body: '<title>Elsewhere</title>' });
  await openApp(page);
  await page.evaluate(async () => {
    const nearside = await window.nearside;
    await nearside.predict('digits', window.tools.seven(), { cache: 'bypass' });
    Object.assign(window, { isSame: true });
  });
  await page.goto(host.origin);
  await expect.poll(() => findHosts(context)).toEqual([]);

  // A page that is taken out of the cache was loaded before.
  await page.goBack({ waitUntil: 'commit' });
  const { isSame, reasons, label } = await page.evaluate(async () => {
    const [navigation] = performance.getEntriesByType('navigation');
    const nearside = await window.nearside;
    const { labels } = await nearside.predict('digits', window.tools.seven(), { cache: 'bypass' });
    return {
      isSame: 'isSame' in window,
      reasons: (navigation as PerformanceEntry & { readonly notRestoredReasons: unknown }).notRestoredReasons,
      label: labels?.[0]?.label,
    };
  });
  expect({ isSame, reasons, label }).toEqual({ isSame: true, reasons: null, label: '7' });
  expect(findHosts(context)).toEqual([page]);
});
