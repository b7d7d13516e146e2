import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { nextEvent, widgetPage, type WidgetElement } from '../support/widgetPage.ts';

test('an address where no app is gives an error, and another address then works', async ({
  page,
  host,
  quietConsole,
}) => {
  quietConsole.expectMessage(/404/);
  host.put('/', { body: widgetPage('<nearside-widget src="./" model="language-id"></nearside-widget>') });
  await page.goto(host.origin);
  const { detail } = await nextEvent(page, 'nearside-error');
  expect(detail.code).toBe('not-found');
  await expect(page.getByRole('alert')).toContainText(`${host.origin}/embed.html`);
  await page.evaluate((url) => {
    (document.querySelector('nearside-widget') as WidgetElement).src = url;
  }, servers.isolated.url);
  await nextEvent(page, 'nearside-ready');
  await expect(page.getByRole('alert')).toBeHidden();
});

for (const [name, attributes, code] of [
  ['no model', '', 'bad-input'],
  ['an unknown model', 'model="nobody"', 'not-found'],
  ['an address that is none', 'model="language-id" src="javascript:alert(1)"', 'bad-input'],
  ['inline mode on a foreign page', 'model="language-id" mode="inline"', 'unsupported'],
] as const) {
  test(`${name} is told in the widget, in an event and by predict()`, async ({ page, host }) => {
    host.put('/', { body: widgetPage(`<nearside-widget ${attributes}></nearside-widget>`) });
    await page.goto(host.origin);
    const { detail } = await nextEvent(page, 'nearside-error');
    expect(detail.code).toBe(code);
    await expect(page.getByRole('alert')).toContainText(detail.message!);
    const asked = await page.evaluate(() =>
      window.tools.outcome(
        (document.querySelector('nearside-widget') as WidgetElement).predict('Hello there'),
      ),
    );
    expect(asked).toMatchObject({ kind: 'rejected', name: 'NearsideError', code });
  });
}

test('an engine that does not start is told, and a second try may work', async ({
  page,
  host,
  quietConsole,
}) => {
  quietConsole.allowMessage(/Failed to load resource/);
  let isBroken = true;
  await page.route('**/models/index.json', async (route) => {
    if (isBroken) await route.fulfill({ status: 500, body: 'no' });
    else await route.continue();
  });
  host.put('/', { body: widgetPage('<nearside-widget model="language-id"></nearside-widget>') });
  await page.goto(host.origin);
  expect((await nextEvent(page, 'nearside-error')).detail.code).toBe('model-load');
  isBroken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await nextEvent(page, 'nearside-ready');
});

test('a frame that the host takes away rejects what is open and comes back on demand', async ({
  page,
  host,
}) => {
  host.put('/', { body: widgetPage('<nearside-widget model="language-id"></nearside-widget>') });
  await page.goto(host.origin);
  await nextEvent(page, 'nearside-ready');
  const outcomes = await page.evaluate(async () => {
    const widget = document.querySelector('nearside-widget') as WidgetElement;
    await widget.predict('one');
    // More than a frame answers while it is being taken away.
    const asked = Array.from({ length: 3000 }, (_, index) => widget.predict(`Zimmer Nummer ${index}`));
    document.querySelector('iframe')?.remove();
    return window.tools.outcomes(asked);
  });
  const lost = outcomes.filter((outcome) => outcome.kind === 'rejected');
  expect(new Set(lost.map(({ code }) => code))).toEqual(new Set(['worker-lost']));
  const answered = await page.evaluate(
    () => window.seen.filter(({ type }) => type === 'nearside-result').length,
  );
  expect(answered).toBe(1 + outcomes.length - lost.length);
  await page.getByRole('button', { name: 'Try again' }).click();
  await nextEvent(page, 'nearside-ready', 2);
  await page.getByRole('textbox').fill('Où est la gare ?');
  expect((await nextEvent(page, 'nearside-result', answered + 1)).detail.labels?.[0]?.label).toBe('fra');
});

test('a value that cannot be sent, and a text without words, are bad input', async ({ page, host }) => {
  host.put('/', { body: widgetPage('<nearside-widget model="language-id"></nearside-widget>') });
  await page.goto(host.origin);
  await nextEvent(page, 'nearside-ready');
  const outcomes = await page.evaluate(() => {
    const widget = document.querySelector('nearside-widget') as WidgetElement;
    return window.tools.outcomes([widget.predict({ x: () => 1 }), widget.predict('12 34')]);
  });
  expect(outcomes).toMatchObject([
    { kind: 'rejected', code: 'bad-input' },
    { kind: 'rejected', code: 'bad-input' },
  ]);
});
