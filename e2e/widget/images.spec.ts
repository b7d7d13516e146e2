import { encodePng } from '../support/encodePng.ts';
import { expect, test } from '../support/test.ts';
import { nextEvent, widgetPage } from '../support/widgetPage.ts';

test.beforeEach(async ({ page, host }) => {
  host.put('/', { body: widgetPage('<nearside-widget model="digits"></nearside-widget>') });
  await page.goto(host.origin);
  await nextEvent(page, 'nearside-ready');
});

test('a digit is drawn with the pointer', async ({ page }) => {
  const box = await page.getByRole('img', { name: 'Draw here' }).boundingBox();
  const at = (x: number, y: number): [number, number] => [box!.x + x * box!.width, box!.y + y * box!.height];
  await page.mouse.move(...at(0.5, 0.15));
  await page.mouse.down();
  await page.mouse.move(...at(0.5, 0.85), { steps: 8 });
  await page.mouse.up();
  expect((await nextEvent(page, 'nearside-result')).detail.labels?.[0]?.label).toBe('1');
});

test('an image is chosen, or dropped', async ({ page }) => {
  const { width, gray } = await page.evaluate(() => {
    const { width, data } = window.tools.seven();
    return { width, gray: [...data].filter((_, index) => index % 4 === 0) };
  });
  const png = encodePng(Uint8Array.from(gray), width);
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose an image' }).click();
  await (await choosing).setFiles({ name: 'seven.png', mimeType: 'image/png', buffer: png });
  expect((await nextEvent(page, 'nearside-result')).detail.labels?.[0]?.label).toBe('7');

  const dropped = await page.evaluateHandle(
    (bytes) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(bytes)], 'seven.png', { type: 'image/png' }));
      return transfer;
    },
    [...png],
  );
  await page
    .getByRole('button', { name: 'Choose an image' })
    .dispatchEvent('drop', { dataTransfer: dropped });
  expect((await nextEvent(page, 'nearside-result', 2)).detail.labels?.[0]?.label).toBe('7');
});

test('what is no image says so in the widget and in an event', async ({ page }) => {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose an image' }).click();
  await (await choosing).setFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no image') });
  const { detail } = await nextEvent(page, 'nearside-error');
  expect(detail.code).toBe('bad-input');
  await expect(page.getByText(detail.message!)).not.toHaveCount(0);
});
