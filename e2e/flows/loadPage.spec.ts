import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { openApp } from '../support/openApp.ts';
import { parseCsv } from '../support/parseCsv.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

async function openLab(page: Page, query: string): Promise<void> {
  await openApp(page, { url: `${servers.isolated.url}#/load?${query}` });
  await expect(page.getByRole('heading', { name: 'Load lab', level: 1, exact: true })).toBeVisible();
}

function figure(page: Page, name: string) {
  return page.getByRole('definition').locator(`xpath=../dd[1][../dt[normalize-space()="${name}"]]`);
}

const start = (page: Page) => page.getByRole('button', { name: 'Start', exact: true });
const stop = (page: Page) => page.getByRole('button', { name: 'Stop', exact: true });
const reportHeading = (page: Page) => page.getByRole('heading', { name: /^Report on/ });

test('a link fills in the plan; Start runs it live and ends in a report', async ({ page }) => {
  await openLab(page, 'scenario=server&model=digits&rate=60&seconds=3&sloMs=400');
  await expect(page.getByRole('combobox', { name: 'Model' })).toHaveValue('digits');
  await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('server');
  await expect(page.getByRole('spinbutton', { name: 'Rate a second' })).toHaveValue('60');
  await expect(stop(page)).toBeDisabled();

  await start(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Running on digits' })).toBeVisible();
  await expect(stop(page)).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Running on digits' })).toBeAttached();
  await expect(page.getByRole('progressbar', { name: 'Time of the run' })).toBeVisible();
  await expect(figure(page, 'Answered')).toHaveText(/\/s$/);

  await expect(reportHeading(page)).toBeVisible();
  await expect(start(page)).toBeFocused();
  await expect(page.getByText('Not valid', { exact: true })).toBeVisible();
  await expect(page.getByText(/p99 needs \d+ more samples/)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Finished' })).toBeAttached();
  const spectrum = page.getByRole('img', { name: /^Latency by percentile/ });
  await expect(spectrum.locator('path.recharts-line-curve').last()).toBeVisible();
  await page.getByRole('button', { name: 'Table of Requests a second' }).click();
  await expect(page.getByRole('group', { name: 'Requests a second, figures' }).getByRole('row')).toHaveCount(
    4,
  );
});

test('Stop ends a run early and shows what there was', async ({ page }) => {
  await openLab(page, 'scenario=closed-loop&model=language-id&concurrency=16&seconds=60');
  await start(page).click();
  await expect(figure(page, 'Answered')).toHaveText(/\/s$/);
  await stop(page).click();
  await expect(reportHeading(page)).toBeVisible();
  await expect(page.getByText('stopped before its end')).toBeVisible();
  await expect(figure(page, 'Answered')).toHaveText(/[1-9].*\/s$/);
});

test('an impossible plan is explained where it was made', async ({ page }) => {
  await openLab(page, 'scenario=server&model=digits&rate=900000&seconds=3');
  await start(page).click();
  await expect(page.getByRole('alert')).toContainText(
    /rate: expected a number above 0, at most .*, got 900000/,
  );
  await expect(start(page)).toBeEnabled();
});

test('a run outlives its page, which says so', async ({ page }) => {
  await openLab(page, 'scenario=server&model=language-id&rate=40&seconds=6');
  const navigation = page.getByRole('navigation', { name: 'Pages' });
  await start(page).click();
  await expect(figure(page, 'Answered')).toHaveText(/\/s$/);
  await navigation.getByRole('link', { name: 'Live' }).click();
  await expect(page.getByRole('heading', { name: 'Live', level: 1 })).toBeVisible();
  await expect(navigation.getByRole('link', { name: /^Load lab.*a run goes on/ })).toBeVisible();
  await navigation.getByRole('link', { name: 'Load lab' }).click();
  await expect(page.getByText('did not stop while you looked at another page')).toBeVisible();
  await expect(reportHeading(page)).toBeVisible();
  const { offered, isStopped } = await newestReport(page);
  expect(isStopped).toBe(false);
  expect(offered).toBeGreaterThan(150);
});

test('a report is downloaded as JSON, CSV and one HTML file', async ({ page, context }) => {
  await openLab(page, 'scenario=closed-loop&model=digits&seconds=2');
  await start(page).click();
  await expect(reportHeading(page)).toBeVisible();
  const download = async (name: string): Promise<string> => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: `Download ${name}` }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toMatch(
      new RegExp(`^nearside-load-digits-[\\d-]+\\.${name.toLowerCase()}$`),
    );
    return await readFile(await file.path(), 'utf8');
  };
  const { report } = JSON.parse(await download('JSON')) as {
    report: Awaited<ReturnType<typeof newestReport>>;
  };
  expect(report).toEqual(await newestReport(page));
  const [header, ...rows] = parseCsv(await download('CSV'));
  expect(header?.slice(0, 4)).toEqual(['second', 'offered', 'completed', 'refused']);
  expect(rows.map(([, , completed]) => Number(completed))).toEqual(
    report.perSecond.map(({ completed }) => completed),
  );
  const bare = await context.browser()!.newContext({ javaScriptEnabled: false, offline: true });
  const file = await bare.newPage();
  await file.setContent(await download('HTML'));
  await expect(file.getByRole('heading', { name: 'Load on digits' })).toBeVisible();
  await expect(file.getByRole('row').filter({ hasText: 'Latency p99' })).toContainText('ms');
  await expect(file.locator('polyline').first()).toBeVisible();
  await bare.close();
});

test('the same plan on both is compared side by side; runs are kept, shown again and deleted', async ({
  page,
}) => {
  await openLab(page, 'scenario=closed-loop&model=digits&seconds=1&target=both');
  await start(page).click();
  await expect(page.getByRole('heading', { name: 'Comparison' })).toBeVisible();
  const comparison = page.getByRole('group', { name: 'Comparison, figures' });
  await expect(comparison.getByRole('columnheader')).toHaveText([
    'Figure',
    'A: Nearside',
    'B: naive page',
    'A ÷ B',
  ]);
  await expect(comparison.getByRole('row').filter({ hasText: 'Answered' })).toContainText('×');

  await page.reload();
  const history = page.getByRole('group', { name: 'Earlier runs' });
  await expect(history.getByRole('row')).toHaveCount(3);
  await history.getByRole('checkbox').first().check();
  await expect(reportHeading(page)).toBeVisible();
  await history.getByRole('checkbox').last().check();
  await expect(page.getByRole('heading', { name: 'Comparison' })).toBeVisible();

  await history
    .getByRole('button', { name: /^Delete/ })
    .first()
    .click();
  await expect(history.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Bring back 1 run' }).click();
  await expect(history.getByRole('row')).toHaveCount(3);
  await page.getByRole('button', { name: 'Delete all' }).click();
  await expect(page.getByText('No runs yet')).toBeVisible();
});

interface NewestReport {
  readonly offered: number;
  readonly isStopped: boolean;
  readonly perSecond: readonly { readonly completed: number }[];
}

/** As it is kept on the device. */
function newestReport(page: Page): Promise<NewestReport> {
  return page.evaluate(
    () =>
      (JSON.parse(localStorage.getItem('nearside-load-runs') ?? '[]') as { report: NewestReport }[])[0]!
        .report,
  );
}
