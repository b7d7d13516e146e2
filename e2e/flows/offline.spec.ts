import { openApp } from '../support/openApp.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

const pages = [
  ['#/try', 'Playground'],
  ['#/live', 'Live'],
  ['#/load', 'Load lab'],
  ['#/models', 'Models'],
  ['#/traffic', 'Traffic'],
  ['#/storage', 'Storage and privacy'],
] as const;

for (const how of ['the network is cut', 'the server is gone'] as const) {
  test(`after the first visit every page works when ${how}`, async ({
    page,
    context,
    front,
    quietConsole,
  }) => {
    // The repository is asked for what is new before what is kept is taken.
    quietConsole.allowMessage(/Failed to load resource/);
    await openApp(page, { url: front.url });
    await page.close();
    if (how === 'the network is cut') await context.setOffline(true);
    else await front.close();

    const next = await context.newPage();
    for (const [hash, heading] of pages) {
      await next.goto(`${front.url}${hash}`);
      await next.reload();
      await expect(next.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    }
    await next.goto(`${front.url}#/try`);
    await next.getByRole('textbox', { name: 'Text' }).fill('Dove è la stazione?');
    await expect(next.getByRole('region', { name: 'Result' })).toContainText('Italian');
    const label = await next.evaluate(
      async () => (await (await window.nearside).predict('digits', window.tools.seven())).labels?.[0]?.label,
    );
    expect(label).toBe('7');
    await next.goto(`${front.url}#/load`);
    await next.evaluate(async () => {
      const nearside = await window.nearside;
      await nearside.load.run({ model: 'digits', scenario: 'closed-loop', seconds: 1, concurrency: 2 });
    });
    const ready = await next.evaluate(async () => (await fetch('/v2/health/ready')).status);
    expect(ready).toBe(200);
  });
}

test('on a host that sends no headers isolation begins with the second visit, and nothing reloads', async ({
  page,
  context,
}) => {
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  await openApp(page, { url: servers.plain.url, models: ['language-id'] });
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
  expect(loads).toBe(1);
  await page.close();
  const next = await context.newPage();
  await openApp(next, { url: servers.plain.url, models: ['language-id'] });
  expect(await next.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
  expect(
    await next.evaluate(async () => (await (await window.nearside).metrics.snapshot()).environment.isolated),
  ).toBe(true);
});
