import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { nextEvent, widgetPage, type WidgetElement } from '../support/widgetPage.ts';

const widgetCount = 20;

test('20 widgets of one page share one frame and one engine', async ({ page, host }) => {
  const models = Array.from({ length: widgetCount }, (_, index) =>
    index % 2 === 0 ? 'language-id' : 'digits',
  );
  host.put('/', {
    body: widgetPage(models.map((model) => `<nearside-widget model="${model}"></nearside-widget>`).join('')),
  });
  await page.goto(host.otherSiteOrigin);
  const labels = await page.evaluate(async () => {
    await customElements.whenDefined('nearside-widget');
    const widgets = [...document.querySelectorAll<WidgetElement>('nearside-widget')];
    const seven = window.tools.seven();
    return await Promise.all(
      widgets.map(async (widget, index) => {
        const value = widget.model === 'digits' ? seven : `Wo ist der Bahnhof Nummer ${index}?`;
        return (await widget.predict(value)).labels?.[0]?.label;
      }),
    );
  });
  expect(labels).toEqual(models.map((model) => (model === 'digits' ? '7' : 'deu')));
  expect(page.frames()).toHaveLength(2);
  expect(page.workers().filter((worker) => worker.url().includes('engine.worker'))).toHaveLength(1);
});

test('only widgets that are looked at load a model, and a touch is enough', async ({ page, host }) => {
  const far = '<div style="height: 5000px"></div><nearside-widget id="far" model="digits"></nearside-widget>';
  host.put('/', { body: widgetPage(far) });
  await page.goto(host.origin);
  await page.evaluate(() => customElements.whenDefined('nearside-widget'));
  await expect(page.getByRole('button', { name: 'digits' })).toBeAttached();
  expect(page.frames()).toHaveLength(1);
  await page.getByRole('button', { name: 'digits' }).scrollIntoViewIfNeeded();
  expect((await nextEvent(page, 'nearside-ready')).detail).toMatchObject({ model: 'digits' });
});

test('an element that is moved keeps its engine; one that is taken away and put back answers again', async ({
  page,
  host,
}) => {
  host.put('/', { body: widgetPage('<main></main><nearside-widget model="language-id"></nearside-widget>') });
  await page.goto(host.origin);
  await nextEvent(page, 'nearside-ready');
  const [, frame] = page.frames();
  await page.evaluate(() => {
    document.querySelector('main')?.append(document.querySelector('nearside-widget') ?? '');
  });
  await page.getByRole('textbox').fill('Où est la gare ?');
  expect((await nextEvent(page, 'nearside-result')).detail.labels?.[0]?.label).toBe('fra');
  await page.evaluate(async () => {
    const widget = document.querySelector('nearside-widget');
    widget?.remove();
    await window.tools.nextTask();
    document.body.append(widget ?? '');
  });
  await nextEvent(page, 'nearside-ready', 2);
  expect(page.frames()[1]).toBe(frame);
  await page.getByRole('textbox').fill('Dove è la stazione?');
  expect((await nextEvent(page, 'nearside-result', 2)).detail.labels?.[0]?.label).toBe('ita');
});

test('a second copy of the script changes nothing', async ({ page, host }) => {
  const again = `<script type="module" src="${servers.isolated.url}widget.js?again"></script>`;
  host.put('/', { body: widgetPage(`<nearside-widget model="language-id"></nearside-widget>${again}`) });
  await page.goto(host.origin);
  await nextEvent(page, 'nearside-ready');
  expect(page.frames()).toHaveLength(2);
});

test('stands in the shadow root of another, and its events reach the document', async ({ page, host }) => {
  host.put('/', { body: widgetPage('<other-one></other-one>') });
  await page.goto(host.origin);
  await page.evaluate(() => {
    customElements.define(
      'other-one',
      class extends HTMLElement {
        connectedCallback(): void {
          this.attachShadow({ mode: 'closed' }).innerHTML =
            '<nearside-widget model="language-id" placeholder="Inside"></nearside-widget>';
        }
      },
    );
  });
  await nextEvent(page, 'nearside-ready');
});

test('follows its attributes and properties', async ({ page, host }) => {
  host.put('/', {
    body: widgetPage(
      '<nearside-widget model="language-id" placeholder="First" theme="dark"></nearside-widget>',
    ),
  });
  await page.goto(host.origin);
  await nextEvent(page, 'nearside-ready');
  const mirrored = await page.evaluate(() => {
    const widget = document.querySelector('nearside-widget') as WidgetElement;
    widget.placeholder = 'Second';
    const { model, src, theme, placeholder, mode } = widget;
    return { model, src, theme, placeholder, mode, attribute: widget.getAttribute('placeholder') };
  });
  expect(mirrored).toEqual({
    model: 'language-id',
    src: '',
    theme: 'dark',
    placeholder: 'Second',
    mode: 'frame',
    attribute: 'Second',
  });
  await expect(page.getByRole('textbox', { name: 'Second' })).toBeVisible();
  await page.evaluate(() => {
    (document.querySelector('nearside-widget') as WidgetElement).model = 'digits';
  });
  expect((await nextEvent(page, 'nearside-ready', 2)).detail).toMatchObject({ model: 'digits' });
  await expect(page.getByRole('button', { name: 'Choose an image' })).toBeVisible();
});

test('properties set before the script came count', async ({ page, host }) => {
  const early = `<nearside-widget></nearside-widget><script>document.querySelector('nearside-widget').model = 'language-id'</script>`;
  host.put('/', { body: widgetPage(early) });
  await page.goto(host.origin);
  expect((await nextEvent(page, 'nearside-ready')).detail).toMatchObject({ model: 'language-id' });
});
