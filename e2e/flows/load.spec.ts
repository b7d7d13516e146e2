import type { Page } from '@playwright/test';
import type { LoadPlan, LoadReport, LoadSecond } from '../../src/client/index.ts';
import { linear } from '../../src/core/repository/onnx/testing/strangeModels.ts';
import { addModel } from '../support/addModel.ts';
import { openApp } from '../support/openApp.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

interface Run {
  readonly report: LoadReport;
  readonly told: readonly LoadSecond[];
}

function runLoad(page: Page, plan: LoadPlan): Promise<Run> {
  return page.evaluate(async (given) => {
    const nearside = await window.nearside;
    const told: LoadSecond[] = [];
    const report = await nearside.load.run(given, { onProgress: (second) => told.push(second) });
    return { report, told };
  }, plan);
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

/** What holds for every report. */
function expectToAddUp({ report, told }: Run, plan: LoadPlan): void {
  const { perSecond } = report;
  const refused = sum(Object.values(report.refused));
  expect(report.plan).toEqual(plan);
  expect(report.completed).toBeGreaterThan(0);
  expect(report.offered).toBe(report.completed + refused + report.unanswered);
  expect(report.inTime).toBeLessThanOrEqual(report.completed);
  expect(sum(perSecond.map(({ offered }) => offered))).toBe(report.offered);
  expect(sum(perSecond.map(({ completed }) => completed))).toBe(report.completed);
  expect(sum(perSecond.map((second) => second.refused))).toBe(refused);
  expect(perSecond.map(({ second }) => second)).toEqual(perSecond.map((_, index) => index));
  expect(report.throughput).toBeCloseTo(report.completed / (report.elapsedMs / 1000), 6);
  expect(report.goodput).toBeCloseTo(report.inTime / (report.elapsedMs / 1000), 6);
  expect(report.latencyMs.samples).toBe(report.completed);
  const { p50, p90, p99 } = report.latencyMs;
  expect(p50! <= p90! && p90! <= p99!).toBe(true);
  if (report.peakRate !== undefined) return;
  expect(told.map(({ second }) => second)).toEqual(perSecond.map(({ second }) => second));
  expect(told.at(-1)).toEqual(perSecond.at(-1));
}

const scenarios: readonly LoadPlan[] = [
  { model: 'language-id', scenario: 'single-stream', seconds: 2 },
  { model: 'digits', scenario: 'single-stream', seconds: 2 },
  { model: 'language-id', scenario: 'server', seconds: 2, rate: 200, sloMs: 500 },
  { model: 'digits', scenario: 'server', seconds: 2 },
  { model: 'language-id', scenario: 'closed-loop', seconds: 2 },
  { model: 'digits', scenario: 'closed-loop', seconds: 2, concurrency: 64 },
  { model: 'language-id', scenario: 'offline', seconds: 2 },
  { model: 'digits', scenario: 'offline', seconds: 2 },
  { model: 'language-id', scenario: 'spike', seconds: 3, rate: 50 },
  { model: 'language-id', scenario: 'server', seconds: 2, rate: 50, sloMs: 500, target: 'naive' },
  { model: 'digits', scenario: 'closed-loop', seconds: 2, target: 'naive' },
];

for (const plan of scenarios) {
  const name = [plan.scenario, 'on', plan.model, plan.target ?? ''].join(' ').trim();
  test(`${name} runs and its report adds up`, async ({ warmPage }) => {
    const run = await runLoad(warmPage, plan);
    expectToAddUp(run, plan);
    expect(run.report.isStopped).toBe(false);
    if (plan.scenario !== 'offline') expect(run.report.perSecond).toHaveLength(plan.seconds);
  });
}

for (const [server, target] of [
  ['plain', 'nearside'],
  ['plain', 'naive'],
  ['subPath', 'naive'],
] as const) {
  test(`on the ${server} server a run on ${target} adds up too`, async ({ page }) => {
    await openApp(page, { url: servers[server].url, models: ['language-id'] });
    const plan: LoadPlan = { model: 'language-id', scenario: 'server', seconds: 2, rate: 100, target };
    expectToAddUp(await runLoad(page, plan), plan);
  });
}

test('a search gives the peak and the runs that led to it', async ({ warmPage }) => {
  const plan: LoadPlan = { model: 'digits', scenario: 'find-peak', seconds: 6, sloMs: 300 };
  const run = await runLoad(warmPage, plan);
  expectToAddUp(run, plan);
  const { peakRate, trials = [], sloMet } = run.report;
  expect(peakRate).toBeGreaterThan(0);
  expect(sloMet).toBe(true);
  expect(trials.some(({ rate, met }) => met && rate === peakRate)).toBe(true);
  const confirming = trials.filter(({ isConfirming }) => isConfirming);
  expect(confirming.every(({ rate, met }) => (met ? rate <= peakRate! : rate >= peakRate!))).toBe(true);
  expect(trials.every(({ met, latencyGrowth }) => !met || (latencyGrowth ?? 0) <= 0.05)).toBe(true);
});

test('a model that was added runs on the naive page too, and a search of its peak ends', async ({ page }) => {
  await page.goto(servers.isolated.url);
  expect(await addModel(page, linear(), { config: { name: 'linear' } })).toMatchObject({ kind: 'added' });
  const served: LoadPlan = { model: 'linear', scenario: 'server', seconds: 1, rate: 100, target: 'naive' };
  expectToAddUp(await runLoad(page, served), served);
  const sought: LoadPlan = { ...served, scenario: 'find-peak', sloMs: 50, seconds: 2 };
  const run = await runLoad(page, sought);
  expectToAddUp(run, sought);
  expect(run.report.peakRate).toBeGreaterThan(0);
});

test('equal seeds offer the same requests at the same times, other seeds others', async ({ warmPage }) => {
  const plan: LoadPlan = { model: 'language-id', scenario: 'server', seconds: 2, rate: 100 };
  const offered = async (seed: number): Promise<readonly number[]> =>
    (await runLoad(warmPage, { ...plan, seed })).report.perSecond.map((second) => second.offered);
  const first = await offered(7);
  expect(await offered(7)).toEqual(first);
  expect(await offered(8)).not.toEqual(first);
});

test('requests pass the cache by unless asked otherwise, and are no other than those of the report', async ({
  warmPage,
}) => {
  const count = () =>
    warmPage.evaluate(async () => {
      const { requests, inferences } = (await (await window.nearside).metrics.snapshot()).models['digits']!;
      return { requests, inferences };
    });
  const before = await count();
  const { report } = await runLoad(warmPage, {
    model: 'digits',
    scenario: 'server',
    seconds: 2,
    rate: 50,
    distinctInputs: 3,
  });
  const after = await count();
  expect(after.requests - before.requests).toBe(report.offered);
  expect(after.inferences - before.inferences).toBe(report.offered);
});

test('a deadline refuses what would be late, by code; the rest is in time', async ({ warmPage }) => {
  const plan: LoadPlan = {
    model: 'digits',
    scenario: 'closed-loop',
    seconds: 2,
    concurrency: 1500,
    sloMs: 60,
  };
  const run = await runLoad(warmPage, plan);
  expectToAddUp(run, plan);
  const { refused, refusals, offered, accepted } = run.report;
  expect(Object.keys(refused).every((code) => ['queue-full', 'deadline'].includes(code))).toBe(true);
  expect(sum(Object.values(refused))).toBeGreaterThan(0);
  expect(sum(Object.values(refusals))).toBe(sum(Object.values(refused)));
  expect(offered - accepted).toBe(refusals['predicted-late'] ?? 0);
});

test('without an SLO everything answered is in time; too few samples make a report invalid', async ({
  warmPage,
}) => {
  const { report } = await runLoad(warmPage, { model: 'digits', scenario: 'server', seconds: 2, rate: 20 });
  expect(report.inTime).toBe(report.completed);
  expect(report.valid).toBe(false);
  expect(report.notes.join()).toContain(`p99 needs ${String(662 - report.completed)} more samples`);
});

test('an abort rejects with its reason, and nothing of the run stays behind', async ({ warmPage }) => {
  const { rejected, sentLater, after } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const controller = new AbortController();
    const plan = { model: 'digits', scenario: 'closed-loop', seconds: 30, concurrency: 200 } as const;
    const rejected = await window.tools.outcome(
      nearside.load.run(plan, {
        signal: controller.signal,
        onProgress: () => {
          controller.abort(new Error('enough'));
        },
      }),
    );
    const read = async () => (await nearside.metrics.snapshot()).models['digits']!;
    await window.tools.until(async () => {
      const { queueDepth, inFlight } = await read();
      return queueDepth + inFlight === 0;
    });
    const before = await read();
    const after = await window.tools.outcome(nearside.predict('digits', window.tools.seven()));
    return { rejected, sentLater: (await read()).requests - before.requests, after };
  });
  expect(rejected).toMatchObject({ kind: 'rejected', name: 'Error', message: 'enough' });
  expect(sentLater).toBe(1);
  expect(after).toMatchObject({ kind: 'answered', label: '7' });
});

test('an abort before anything is sent begins nothing; a stop while the model loads ends the run there', async ({
  warmPage,
}) => {
  const { rejected, report, sent } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const count = async () => (await nearside.metrics.snapshot()).total.requests;
    const before = await count();
    const controller = new AbortController();
    const plan = { model: 'review-sentiment', scenario: 'closed-loop', seconds: 30 } as const;
    let told = 0;
    const running = nearside.load.run(plan, { signal: controller.signal, onProgress: () => (told += 1) });
    controller.abort(new Error('enough'));
    const rejected = await window.tools.outcome(running);
    const run = await nearside.load.start(plan);
    run.stop();
    const report = await run.report;
    await nearside.models.load('review-sentiment');
    await nearside.predict('review-sentiment', 'Easy to set up', { cache: 'bypass' });
    await window.tools.untilIdle();
    return { rejected, report, sent: (await count()) - before + told };
  });
  expect(rejected).toMatchObject({ kind: 'rejected', name: 'Error', message: 'enough' });
  expect(report).toMatchObject({ isStopped: true, valid: false, offered: 0, accepted: 0 });
  expect(sent).toBe(1);
});

test('a run that is stopped tells what there was', async ({ warmPage }) => {
  const report = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const run = await nearside.load.start(
      { model: 'language-id', scenario: 'closed-loop', seconds: 60, concurrency: 64 },
      {
        onProgress: () => {
          run.stop();
        },
      },
    );
    return await run.report;
  });
  expect(report.isStopped).toBe(true);
  expect(report.valid).toBe(false);
  expect(report.completed).toBeGreaterThan(0);
  expect(report.refused).toEqual({});
  expect(report.unanswered).toBe(report.offered - report.completed);
  expect(report.elapsedMs).toBeLessThan(20_000);
});

for (const [code, wrong] of [
  ['not-found', { model: 'nobody' }],
  ['bad-input', { seconds: -1 }],
  ['bad-input', { rate: Number.NaN }],
  ['bad-input', { scenario: 'chaos' }],
  ['bad-input', { target: 'cloud' }],
  ['bad-input', { options: { priority: 9 } }],
] as const) {
  test(`a plan with ${JSON.stringify(wrong)} rejects with ${code}`, async ({ warmPage }) => {
    const outcome = await warmPage.evaluate(
      async (patch) =>
        await window.tools.outcome(
          (await window.nearside).load.run({
            model: 'digits',
            scenario: 'server',
            seconds: 1,
            ...patch,
          } as LoadPlan),
        ),
      wrong,
    );
    expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError', code });
  });
}
