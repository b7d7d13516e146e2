import { expect, test, type Page } from '@playwright/test';
import { median } from '../perf/page/statistics.ts';
import { openApp } from '../support/openApp.ts';
import { installPageTools } from '../support/pageTools.ts';
import { killInferenceWorkers, watchInferenceWorkersLate } from '../support/workers.ts';
import { openHeapMeter } from './openHeapMeter.ts';
import { playRound } from './playRound.ts';

const minutes = Number(process.env['SOAK_MINUTES'] ?? 10);
const roundMs = 8000;
const models = ['language-id', 'digits', 'review-sentiment'] as const;
/** Growth that is no leak: caches fill, code is compiled. */
const spareShare = 0.15;
const spareBytes = 16 * 2 ** 20;

interface Disturbance {
  readonly name: string;
  /** Codes with which calls may end because of it. */
  readonly codes: readonly string[];
  readonly run: (page: Page) => Promise<unknown>;
}

const disturbances: readonly Disturbance[] = [
  { name: 'calm', codes: [], run: () => Promise.resolve() },
  { name: 'workers killed', codes: ['worker-lost'], run: killInferenceWorkers },
  {
    name: 'a second tab comes and goes',
    codes: [],
    run: async (page) => {
      const other = await page.context().newPage();
      await openApp(other, { url: '/', models });
      await other.close();
    },
  },
  {
    name: 'a model unloaded',
    codes: ['closed'],
    run: (page) => page.evaluate(async () => (await window.nearside).models.unload('digits')),
  },
  {
    name: 'settings changed',
    codes: [],
    run: (page) =>
      page.evaluate(async () => {
        const { settings } = await window.nearside;
        const { batching } = await settings.get();
        await settings.update({ batching: !batching, instances: batching ? 2 : 'auto' });
      }),
  },
  {
    name: 'the cache cleared',
    codes: [],
    run: (page) => page.evaluate(async () => (await window.nearside).cache.clear()),
  },
];

test(`${minutes} min of mixed traffic and disturbances: nothing lost, nothing wrong, nothing that grows`, async ({
  page,
}) => {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  watchInferenceWorkersLate(page);
  const measureBytes = await openHeapMeter(page);
  await page.addInitScript(installPageTools);
  await openApp(page, { url: '/', models });
  const bytes: number[] = [];
  const endAt = Date.now() + minutes * 60_000;
  for (let round = 0; Date.now() < endAt; round += 1) {
    const disturbance = disturbances[round % disturbances.length]!;
    const playing = page.evaluate(playRound, { seed: round + 1, forMs: roundMs });
    const [counts] = await Promise.all([playing, disturbance.run(page)]);
    await page.evaluate(() => window.tools.untilIdle());
    bytes.push(await measureBytes());
    const { answered, expected, lost, wrong, unexpected } = counts;
    const others = Object.entries(unexpected).filter(([code]) => !disturbance.codes.includes(code));
    process.stdout.write(
      `round ${round + 1}, ${disturbance.name}: ${answered} answered, ${expected} refused as asked, ${JSON.stringify(unexpected)}, ` +
        `${wrong.length} wrong, ${lost} lost, ${(bytes.at(-1)! / 2 ** 20).toFixed(1)} MiB, ${page.workers().length} workers\n`,
    );
    problems.push(...wrong.slice(0, 5));
    if (lost > 0) problems.push(`round ${round + 1}: ${lost} calls never settled`);
    if (answered === 0) problems.push(`round ${round + 1}: nothing was answered`);
    for (const [code, count] of others) problems.push(`round ${round + 1}: ${count} times ${code}`);
  }
  const third = Math.floor(bytes.length / 3);
  const [middle, last] = [median(bytes.slice(third, 2 * third)), median(bytes.slice(-third))];
  process.stdout.write(
    `memory: ${(middle / 2 ** 20).toFixed(1)} MiB, then ${(last / 2 ** 20).toFixed(1)} MiB\n`,
  );
  expect(problems).toEqual([]);
  if (third > 0) expect(last).toBeLessThanOrEqual(middle * (1 + spareShare) + spareBytes);
});
