import { readFile } from 'node:fs/promises';
import { openApp } from '../support/openApp.ts';
import { parseCsv } from '../support/parseCsv.ts';
import { readReviews } from '../support/samples.ts';
import { expect, test } from '../support/test.ts';

const isReviewModel = (path: string): boolean => path.includes('/review-sentiment/1/model');

test('the sentiment model is fetched when it is asked for, once, and reads the text that stands there', async ({
  page,
  context,
}) => {
  const paths: string[] = [];
  context.on('request', (request) => paths.push(new URL(request.url()).pathname));
  await openApp(page);
  const text = page.getByRole('textbox', { name: 'Text' });
  const result = page.getByRole('region', { name: 'Result' });
  await text.fill('The battery died after one day, and the screen is scratched');
  await expect(result).toContainText('English');
  expect(paths.filter(isReviewModel)).toEqual([]);

  // By keyboard, as a group of radio buttons is moved through.
  await page.getByRole('radio', { name: 'Language' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Sentiment' })).toBeChecked();
  await expect(result).toContainText(/Sentiment: Negative/);
  await expect(page.getByRole('list', { name: 'Praise and complaint' })).toContainText(/Positive.*Negative/);
  expect(paths.filter(isReviewModel)).toHaveLength(1);

  await text.fill('Great pictures, light and easy to use');
  await expect(result).toContainText(/Sentiment: Positive/);
  await page.getByRole('radio', { name: 'Language' }).check();
  await expect(result).toContainText('Language: English');
  await page.getByRole('radio', { name: 'Sentiment' }).check();
  await expect(result).toContainText(/Sentiment: Positive/);
  expect(paths.filter(isReviewModel)).toHaveLength(1);
});

test('a remark without a word is answered with a hint, a sample fills the box', async ({ page }) => {
  await openApp(page, { models: ['review-sentiment'] });
  await page.getByRole('radio', { name: 'Sentiment' }).check();
  await page.getByRole('textbox', { name: 'Text' }).fill('10/10 !!!');
  await expect(page.getByText(/at least one word/).first()).toBeVisible();

  await page.getByRole('list', { name: 'Sample reviews' }).getByRole('button').first().click();
  await expect(page.getByRole('strong').filter({ hasText: 'Positive' })).toBeVisible();
});

test('lines of a file are asked of the model that was chosen for them', async ({ page }) => {
  await openApp(page, { models: ['review-sentiment'] });
  const reviews = readReviews()
    .filter(({ text }) => !text.includes('\n'))
    .slice(0, 300);
  const lines = [...reviews.map(({ text }) => text), '… 5 …'];
  await page.getByRole('combobox', { name: 'Find in each line its' }).selectOption('sentiment');
  await page
    .getByLabel('Open files')
    .setInputFiles({ name: 'lines.txt', mimeType: 'text/plain', buffer: Buffer.from(lines.join('\n')) });
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100');

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  const [header, ...records] = parseCsv(await readFile(await (await downloading).path(), 'utf8'));
  expect(header).toEqual(['row', 'input', 'label', 'score', 'error']);
  expect(records.map(([, input]) => input)).toEqual(lines);
  expect(records.at(-1)).toEqual(['301', '… 5 …', '', '', expect.stringMatching(/at least one word/)]);
  const same = reviews.filter(({ predicted }, index) => predicted['int8'] === records[index]![2]);
  expect(same.length).toBeGreaterThanOrEqual(reviews.length - 1);
});
