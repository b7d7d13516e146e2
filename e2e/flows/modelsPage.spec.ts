import { readFileSync } from 'node:fs';
import { pictureModel } from '../../src/core/repository/onnx/testing/pictureModel.ts';
import * as strange from '../../src/core/repository/onnx/testing/strangeModels.ts';
import { addModel } from '../support/addModel.ts';
import { encodePng } from '../support/encodePng.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

test('a model of one’s own is looked into, added, tried by hand and removed', async ({ page }) => {
  await page.goto(`${servers.isolated.url}#/models`);
  await page.getByLabel('Model files').setInputFiles([
    { name: 'net.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from(strange.linear()) },
    { name: 'labels.txt', mimeType: 'text/plain', buffer: Buffer.from('ant\nbee\ncat\n') },
  ]);
  const card = page.getByRole('region', { name: 'What net.onnx says of itself' });
  await expect(card).toContainText('FP32 [');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('my net');
  await expect(page.getByRole('textbox', { name: 'Names of its classes, a line each' })).toHaveValue(
    'ant\nbee\ncat\n',
  );
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'my net', exact: true })).toBeVisible();
  await expect(page).toHaveURL(/#\/models\?name=my\+net$/);

  await page.getByRole('combobox', { name: 'Values of x' }).selectOption('numbers');
  const typed = page.getByRole('textbox', { name: 'Values of x, typed' });
  await typed.fill('1 0 0');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Expected a multiple of 4 values');
  await typed.fill('[[1, 0, 0, 0]]');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const output = page.getByRole('region', { name: 'Output y' });
  await output.getByRole('button', { name: 'Table' }).click();
  await expect(output.getByRole('cell').first()).toHaveText(String(Number(Math.cos(1).toPrecision(6))));

  await page.getByRole('button', { name: 'Remove my net' }).click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByRole('link', { name: 'my net' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove my net' }).click();
  await page.getByRole('button', { name: 'Yes, remove it' }).click();
  await expect(page.getByRole('link', { name: 'my net' })).toHaveCount(0);
});

/** 16×8: black in its middle, white to the left and right of it. */
function stripes(): Buffer {
  const row = Array.from({ length: 16 }, (_, column) => (column < 4 || column >= 12 ? 255 : 0));
  return encodePng(Uint8Array.from(Array.from({ length: 8 }, () => row).flat()), 16);
}

test('a picture becomes an input as it is told to, and is seen as the model gets it', async ({ page }) => {
  await page.goto(servers.isolated.url);
  await addModel(page, pictureModel(), { config: { name: 'same' } });
  await page.goto(`${servers.isolated.url}#/models?name=same`);
  const source = page.getByRole('combobox', { name: 'Values of pixels' });
  await source.selectOption('image');
  const runs = page.getByRole('button', { name: 'Run', exact: true });
  await runs.click();
  await expect(page.getByRole('alert')).toHaveText('Expected a picture, got none.');

  await page.getByLabel('Picture for pixels').setInputFiles({
    name: 'stripes.png',
    mimeType: 'image/png',
    buffer: stripes(),
  });
  await expect(page.getByRole('img', { name: 'stripes.png as pixels gets it, 8 by 8' })).toBeVisible();
  await expect(page.getByText('values from 0 to 1,')).toBeVisible();
  await page.getByRole('button', { name: '−1 to 1' }).click();
  await expect(page.getByText('values from −1 to 1,')).toBeVisible();
  await page.getByRole('combobox', { name: 'To its size' }).selectOption('crop');
  await expect(page.getByText('values from −1 to −1, −1 on average')).toBeVisible();
  await page.getByRole('textbox', { name: 'Minus (mean)' }).fill('1, 2');
  await runs.click();
  await expect(page.getByRole('alert')).toContainText('Minus (mean): expected 1 or 3 numbers, got "1, 2".');
  await page.getByRole('textbox', { name: 'Minus (mean)' }).fill('1, 2, 3');
  await runs.click();
  const output = page.getByRole('region', { name: 'Output same' });
  await output.getByRole('button', { name: 'Table' }).click();
  await expect(output.getByRole('cell').first()).toHaveText('-1');

  await page.getByRole('button', { name: 'Keep these settings' }).click();
  await expect(page.getByText('same takes pictures this way.')).toBeVisible();
  const values = await page.evaluate(
    async (file) => {
      const picture = new Blob([Uint8Array.from(file)], { type: 'image/png' });
      const { pixels } = await (await window.nearside).tensors('same', picture);
      return Array.from(pixels!.data as Float32Array);
    },
    [...stripes()],
  );
  expect(values).toEqual([-1, -2, -3].flatMap((value) => Array.from({ length: 64 }, () => value)));

  const drop = await page.evaluateHandle(() => {
    const files = new DataTransfer();
    files.items.add(new File(['words'], 'words.txt', { type: 'text/plain' }));
    return files;
  });
  await page.getByText('stripes.png', { exact: true }).dispatchEvent('drop', { dataTransfer: drop });
  await expect(page.getByText('Expected a picture, got a file of another kind.')).toBeVisible();
  await expect(page).toHaveURL(/name=same$/);
});

test('a file of the runtime’s own format is added, and what is said of it is changed while it answers', async ({
  page,
}) => {
  await page.goto(`${servers.isolated.url}#/models`);
  await page.getByLabel('Model files').setInputFiles([
    {
      name: 'small.ort',
      mimeType: 'application/octet-stream',
      buffer: readFileSync('src/core/repository/onnx/testing/fixedClassifier.ort'),
    },
    { name: 'labels.txt', mimeType: 'text/plain', buffer: Buffer.from('a\nb\nc\nd\ne\n') },
  ]);
  const card = page.getByRole('region', { name: 'What small.ort says of itself' });
  await expect(card).toContainText('2 operators of 2 kinds');
  await expect(card).toContainText('FP32 [1, 1, 8, 8]');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'small', exact: true })).toBeVisible();

  const change = page.getByRole('button', { name: 'Change what you say of small' });
  await change.press('Enter');
  await expect(page.getByRole('combobox', { name: 'What it is for' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(change).toBeFocused();
  await change.press('Enter');
  await page.getByRole('textbox', { name: 'Names of its classes, a line each' }).fill('v\nw\nx\ny\nz');
  await page.getByRole('checkbox', { name: /^Say how its pixels/ }).check();
  await page.getByRole('textbox', { name: 'Divided by (deviation)' }).fill('0');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(
    'Divided by (deviation): expected 1 number other than 0',
  );
  await page.getByRole('textbox', { name: 'Divided by (deviation)' }).fill('2');
  const asked = page.evaluate(async () => {
    const nearside = await window.nearside;
    const picture = new ImageData(8, 8);
    const change = { isOver: false };
    const labels = new Set<string>();
    const stop = nearside.models.subscribe((models) => {
      change.isOver = models.some(({ name, said, state, labels: now }) => {
        return name === 'small' && state === 'ready' && said?.image !== undefined && now?.[0] === 'v';
      });
    });
    do {
      const one = await nearside.predict('small', picture, { cache: 'bypass' });
      labels.add(
        one
          .labels!.map(({ label }) => label)
          .toSorted()
          .join(''),
      );
    } while (!change.isOver);
    const last = await nearside.predict('small', picture, { cache: 'bypass' });
    stop();
    return {
      seen: [...labels],
      last: last
        .labels!.map(({ label }) => label)
        .toSorted()
        .join(''),
    };
  });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Changed: small answers by it from now on.')).toBeVisible();
  const { seen, last } = await asked;
  expect(seen.filter((each) => !['abcde', 'vwxyz'].includes(each))).toEqual([]);
  expect(last).toBe('vwxyz');

  await page.reload();
  const status = await page.evaluate(async () =>
    (await (await window.nearside).models.list()).find(({ name }) => name === 'small'),
  );
  expect(status).toMatchObject({
    task: 'image-classification',
    labels: ['v', 'w', 'x', 'y', 'z'],
    batching: 'fixed',
    image: { width: 8, height: 8, std: [2] },
  });
});

test('a link that names a model asks before anything is fetched', async ({ page }) => {
  const asked: string[] = [];
  await page.route('https://models.example/**', async (route) => {
    asked.push(route.request().url());
    await route.fulfill({
      body: Buffer.from(strange.linear()),
      headers: { 'Access-Control-Allow-Origin': '*' },
    });
  });
  const link = new URL(servers.isolated.url);
  link.searchParams.set('model', 'https://models.example/net.onnx');
  await page.goto(link.href);
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
  await expect(page.getByText('Load the model from models.example?')).toBeVisible();
  await page.evaluate(async () => (await window.nearside).models.list());
  expect(asked).toEqual([]);
  await page.getByRole('button', { name: 'No', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeVisible();
  expect(asked).toEqual([]);
});

test('a file that is no model says what it is', async ({ page }) => {
  await page.goto(`${servers.isolated.url}#/models`);
  await page.getByLabel('Model files').setInputFiles({
    name: 'pointer.onnx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n'),
  });
  await expect(page.getByRole('alert')).toContainText('pointer.onnx cannot be added: model-load');
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeVisible();
});
