import * as strange from '../../src/core/repository/onnx/testing/strangeModels.ts';
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
