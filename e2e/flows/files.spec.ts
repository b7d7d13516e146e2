import { readFile } from 'node:fs/promises';
import { encodePng } from '../support/encodePng.ts';
import { openApp } from '../support/openApp.ts';
import { parseCsv } from '../support/parseCsv.ts';
import { readDigits, readSentences } from '../support/samples.ts';
import { expect, test } from '../support/test.ts';

const rowCount = 2000;
const wordlessRow = 501;

test('every line of a file is answered, listed and downloaded as CSV', async ({ page }) => {
  await openApp(page, { models: ['language-id'] });
  const sentences = readSentences();
  const lines = Array.from({ length: rowCount }, (_, index) => sentences[index % sentences.length]!.text);
  lines[wordlessRow - 1] = '12 … 34';
  await page
    .getByLabel('Open files')
    .setInputFiles({ name: 'lines.txt', mimeType: 'text/plain', buffer: Buffer.from(lines.join('\n')) });

  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100');
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result.getByRole('columnheader')).toHaveText(['Row', 'Input', 'Label', 'Score', 'Error']);
  await expect(result.getByRole('row').nth(1)).toContainText(lines[0]!);

  const downloading = page.waitForEvent('download');
  await result.getByRole('button', { name: 'Download CSV' }).click();
  const [header, ...records] = parseCsv(await readFile(await (await downloading).path(), 'utf8'));
  expect(header).toEqual(['row', 'input', 'label', 'score', 'error']);
  expect(records).toHaveLength(rowCount);
  expect(records.map(([row]) => row)).toEqual(
    Array.from({ length: rowCount }, (_, index) => String(index + 1)),
  );
  expect(records.map(([, input]) => input)).toEqual(lines);
  const failed = records.filter(([, , , , error]) => error !== '');
  expect(failed).toEqual([
    [String(wordlessRow), '12 … 34', '', '', expect.stringMatching(/at least one word/)],
  ]);
  const wrong = records.filter(
    ([, , label], index) =>
      index !== wordlessRow - 1 && label !== sentences[index % sentences.length]!.predicted['int8'],
  );
  expect(wrong.length).toBeLessThanOrEqual(rowCount / 200);
  for (const [, , label, score] of records) {
    if (label !== '') expect(Number(score)).toBeGreaterThan(0);
  }
});

test('images are read as digits, files that are none are listed with an error', async ({ page }) => {
  await openApp(page, { models: ['digits'] });
  const digits = readDigits();
  const pixels = Buffer.from(digits.pixels, 'base64');
  const names = Array.from({ length: 5 }, (_, index) => `digit-${index}.png`);
  const result = page.getByRole('region', { name: 'Result' });
  await page.getByLabel('Open files').setInputFiles([
    ...names.map((name, index) => ({
      name,
      mimeType: 'image/png',
      buffer: encodePng(pixels.subarray(index * 784, (index + 1) * 784), 28),
    })),
    { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no image at all') },
    { name: 'archive.zip', mimeType: 'application/zip', buffer: Buffer.from('PK') },
  ]);

  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100');
  const rows = result.getByRole('row');
  await expect(rows).toHaveCount(8);
  for (const [index, name] of names.entries()) {
    await expect(
      rows
        .nth(index + 1)
        .getByRole('cell')
        .nth(1),
    ).toHaveText(name);
    await expect(
      rows
        .nth(index + 1)
        .getByRole('cell')
        .nth(2),
    ).toContainText(String(digits.labels[index]));
  }
  await expect(rows.nth(6)).toContainText(/broken\.png.*image/);
  await expect(rows.nth(7)).toContainText(/archive\.zip.*image/);
});
