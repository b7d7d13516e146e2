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

declare global {
  interface Window {
    /** What the page was before it was left, if it is the same still. */
    life: { shows: number; asked: Promise<readonly string[]> };
  }
}

test('a hosting tab that is left is kept as it is, gives the engine up, and is a guest when one goes back', async ({
  context,
  host,
}) => {
  const [first, second] = [await context.newPage(), await context.newPage()];
  await openApp(first);
  await openApp(second);
  expect(findHosts(context)).toEqual([first]);
  host.put('/', { body: '<title>Elsewhere</title>' });

  await first.evaluate(async () => {
    const nearside = await window.nearside;
    const calls = Array.from({ length: 300 }, (_, index) =>
      nearside.predict('digits', window.tools.row(index), { cache: 'bypass' }),
    );
    const asked = window.tools.outcomes(calls).then((outcomes) => outcomes.map(({ kind }) => kind));
    window.life = { shows: 0, asked };
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) window.life.shows += 1;
    });
  });
  await first.goto(host.origin);
  const answers = await second.evaluate(async () => {
    const nearside = await window.nearside;
    const calls = Array.from({ length: 50 }, (_, index) =>
      nearside.predict('digits', window.tools.row(index), { cache: 'bypass' }),
    );
    return (await window.tools.outcomes(calls)).map(({ kind }) => kind);
  });
  expect(new Set(answers)).toEqual(new Set(['answered']));
  expect(findHosts(context)).toEqual([second]);

  await first.goBack();
  const { shows, kinds, reasons } = await first.evaluate(async () => {
    const [navigation] = performance.getEntriesByType('navigation');
    const { notRestoredReasons } = navigation as PerformanceEntry & { readonly notRestoredReasons: unknown };
    const kinds = await window.life.asked;
    return { shows: window.life.shows, kinds, reasons: notRestoredReasons };
  });
  expect({ shows, reasons }).toEqual({ shows: 1, reasons: null });
  expect(new Set(kinds)).toEqual(new Set(['answered']));
  expect(findHosts(context)).toEqual([second]);
});
