import { readFileSync } from 'node:fs';
import { expect, test, type Browser, type Page } from '@playwright/test';
import type { Figures, Inputs } from './page/suite.ts';
import { hasTextModel, sites } from './playwright.config.ts';
import { openPlainPage } from './plainPage.ts';
import { createReport, judge, writeReport, type GoalTable, type Report } from './report.ts';
import { longRunRows, shortRunRows } from './runLength.ts';
import { startStubRemote, type StubRemote } from './stubRemote.ts';
import { writeUnevenModel } from '../support/unevenModel.ts';
import { killInferenceWorkers, watchInferenceWorkersLate } from '../support/workers.ts';

type Scenario =
  | 'runOverhead'
  | 'runTextThroughput'
  | 'runImageThroughput'
  | 'runLowLoad'
  | 'runOverload'
  | 'runRegret'
  | 'runSpike'
  | 'runBatching'
  | 'runTail'
  | 'runScale'
  | 'runFairness'
  | 'runMemoryHit'
  | 'runStoreHit'
  | 'runZipf'
  | 'runUnique'
  | 'runSwap'
  | 'runCalibration'
  | 'runTextModel'
  | 'runLocalLoss'
  | 'runRemoteLoss'
  | 'runFastRemote'
  | 'runSlowRemote'
  | 'runAlternatingRemote'
  | 'runHybridOverload'
  | 'runHedge'
  | 'runBinary';

const fixtures = new URL('../fixtures/', import.meta.url);
let report: Report;
let inputs: Omit<Inputs, 'rounds'>;
let remote: StubRemote;

test.beforeAll(async ({ browser }) => {
  remote = await startStubRemote();
  report = createReport(`Chromium ${browser.version()}`);
  const language = JSON.parse(readFileSync(new URL('language-sample.json', fixtures), 'utf8')) as {
    rows: { text: string }[];
  };
  const sample = JSON.parse(readFileSync(new URL('digits-sample.json', fixtures), 'utf8')) as {
    pixels: string;
  };
  const pixels = Buffer.from(sample.pixels, 'base64').subarray(0, 256 * 784);
  inputs = {
    texts: language.rows.map((row) => row.text),
    digits: Array.from(pixels, (value) => value / 255),
    remote: remote.url,
  };
});

test.afterAll(async () => {
  await remote.close();
  writeReport(report);
});

async function run(
  page: Page,
  url: string,
  scenario: Scenario,
  rounds: number,
  more: Partial<Inputs> = {},
): Promise<Figures> {
  // Live charts and eager loading belong to the pages; the figure is of the client alone.
  await page.goto(`${url}/#/try`);
  return await page.evaluate(
    async ([name, values]) => {
      const suite = (await import(new URL('/perf/suite.js', location.href).href)) as Record<
        Scenario,
        (inputs: Inputs) => Promise<Figures>
      >;
      return await suite[name](values);
    },
    [scenario, { ...inputs, ...more, rounds }] as const,
  );
}

function record(id: string, figures: Figures, goals: GoalTable): void {
  const scenario = judge(id, figures, goals);
  report.scenarios.push(scenario);
  process.stdout.write(`${id} ${JSON.stringify(figures.ratios)} ${JSON.stringify(figures.metrics)}\n`);
  expect(Object.values(figures.ratios).every(Number.isFinite)).toBe(true);
}

test('overhead', async ({ page, context }) => {
  const isolated = await run(page, sites.isolated, 'runOverhead', 15);
  const plain = await run(await context.newPage(), sites.plain, 'runOverhead', 15);
  record(
    'overhead',
    {
      metrics: {
        p50Ms: isolated.metrics['p50Ms']!,
        naiveP50Ms: isolated.metrics['naiveP50Ms']!,
        notIsolatedP50Ms: plain.metrics['p50Ms']!,
        notIsolatedNaiveP50Ms: plain.metrics['naiveP50Ms']!,
      },
      ratios: { isolated: isolated.ratios['p50ToNaive']!, notIsolated: plain.ratios['p50ToNaive']! },
      samples: isolated.samples + plain.samples,
    },
    { isolated: ['<=', 0.8], notIsolated: ['<=', 1.5] },
  );
});

test('text-throughput', async ({ page }) => {
  record('text-throughput', await run(page, sites.isolated, 'runTextThroughput', 9), {
    rollingToRaw: ['>=', 0.95],
    wavesToRaw: ['>=', 0.8],
    rollingToNaive: ['>=', 10],
  });
});

test('image-throughput', async ({ page }) => {
  record('image-throughput', await run(page, sites.isolated, 'runImageThroughput', 7), {
    toRaw: ['>=', 0.95],
  });
});

test('low-load', async ({ page }) => {
  record('low-load', await run(page, sites.isolated, 'runLowLoad', 7), { p50ToNaive: ['<=', 1.05] });
});

test('overload', async ({ page }) => {
  record('overload', await run(page, sites.isolated, 'runOverload', 5), {
    goodputToCapacity: ['>=', 0.95],
    p99ToSlo: ['<=', 1],
  });
});

test('regret', async ({ page }) => {
  test.setTimeout(600_000);
  const figures = await run(page, sites.isolated, 'runRegret', 20);
  const goals = Object.keys(figures.ratios).map((id) => [id, ['>=', 0.97]] as const);
  record('regret', figures, Object.fromEntries(goals));
});

test('spike', async ({ page }) => {
  record('spike', await run(page, sites.isolated, 'runSpike', 5), {
    lost: ['<=', 0],
    p99ToSlo: ['<=', 1],
    secondsToNormal: ['<=', 1],
  });
});

test('batching', async ({ page }) => {
  record('batching', await run(page, sites.isolated, 'runBatching', 7), { batchedToAlone: ['>=', 2.75] });
});

test('tail', async ({ page }) => {
  record('tail', await run(page, sites.isolated, 'runTail', 5), { least: ['>=', 5.3] });
});

test('scale', async ({ page }) => {
  record('scale', await run(page, sites.isolated, 'runScale', 25), { gainToRaw: ['>=', 0.95] });
});

test('fairness', async ({ page }) => {
  record('fairness', await run(page, sites.isolated, 'runFairness', 9), { p99ToBound: ['<=', 1.5] });
});

test('memory-hit', async ({ page }) => {
  record('memory-hit', await run(page, sites.isolated, 'runMemoryHit', 9), {
    engineP50Ms: ['<=', 0.1],
    p50ToNaive: ['<=', 1],
  });
});

test('store-hit', async ({ page }) => {
  record('store-hit', await run(page, sites.isolated, 'runStoreHit', 9), { p99ToBare: ['<=', 3] });
});

test('zipf', async ({ page }) => {
  record('zipf', await run(page, sites.isolated, 'runZipf', 7), {
    savedShare: ['>=', 0.8],
    hotP99Gain: ['>=', 3],
  });
});

test('unique', async ({ page }) => {
  record('unique', await run(page, sites.isolated, 'runUnique', 15), { autoToOff: ['>=', 0.97] });
});

test('swap', async ({ page }) => {
  record('swap', await run(page, sites.isolated, 'runSwap', 5), {
    failed: ['<=', 0],
    p99DuringToBefore: ['<=', 1.5],
  });
});

test('calibration', async ({ page }) => {
  record('calibration', await run(page, sites.isolated, 'runCalibration', 1), {});
});

test('text-model', async ({ page }) => {
  test.skip(!hasTextModel, 'TEXT_MODEL names no text model.');
  test.setTimeout(900_000);
  record('text-model', await run(page, sites.text, 'runTextModel', 3), {
    paddedToOwn: ['>=', 4],
    gainToRaw: ['>=', 0.9],
    largestDifference: ['<=', 1e-4],
  });
});

function prepareHybrid(baseRows: number): Partial<Inputs> {
  remote.change({ delayMs: 0, isFailing: false });
  return { uneven: [...writeUnevenModel({ baseRows })] };
}

/** In a page whose calls to the endpoint nobody records. */
async function runHybrid(
  browser: Browser,
  scenario: Scenario,
  rounds: number,
  baseRows = shortRunRows,
): Promise<Figures> {
  const page = await openPlainPage(browser, `${sites.isolated}/#/try`);
  try {
    const values = { ...inputs, ...prepareHybrid(baseRows), rounds };
    return (await page.call('/perf/suite.js', scenario, values)) as Figures;
  } finally {
    await page.close();
  }
}

test('hybrid-local-loss', async ({ page }) => {
  await page.exposeFunction('killWorkers', () => killInferenceWorkers(page));
  watchInferenceWorkersLate(page);
  const figures = await run(page, sites.isolated, 'runLocalLoss', 7, prepareHybrid(shortRunRows));
  record('hybrid-local-loss', figures, { overRttMs: ['<=', 50] });
});

test('hybrid-remote-loss', async ({ browser }) => {
  record('hybrid-remote-loss', await runHybrid(browser, 'runRemoteLoss', 9), { p50ToLocal: ['<=', 1.05] });
});

for (const [id, scenario, rounds] of [
  ['hybrid-fastest-fast', 'runFastRemote', 5],
  ['hybrid-fastest-slow', 'runSlowRemote', 5],
  ['hybrid-fastest-alternating', 'runAlternatingRemote', 3],
] as const) {
  test(id, async ({ browser }) => {
    record(id, await runHybrid(browser, scenario, rounds), { toBetter: ['<=', 1.05] });
  });
}

test('hybrid-overload', async ({ browser }) => {
  record('hybrid-overload', await runHybrid(browser, 'runHybridOverload', 5, longRunRows), {
    inTimeShare: ['>=', 0.99],
  });
});

test('hybrid-hedge', async ({ browser }) => {
  record('hybrid-hedge', await runHybrid(browser, 'runHedge', 5), {
    p99Gain: ['>=', 2],
    extraShare: ['<=', 0.05],
  });
});

test('hybrid-binary', async ({ browser }) => {
  record('hybrid-binary', await runHybrid(browser, 'runBinary', 7), { binaryToJson: ['>=', 5] });
});
