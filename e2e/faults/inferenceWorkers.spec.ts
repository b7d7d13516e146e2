import type { Page } from '@playwright/test';
import { openApp } from '../support/openApp.ts';
import type { Outcome } from '../support/pageTools.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { countInferenceWorkers, killInferenceWorkers, watchInferenceWorkers } from '../support/workers.ts';

/** The app with both models, one worker each that can be killed: how many follow the load is not the question here. */
async function openWatched(page: Page, url: string): Promise<void> {
  await watchInferenceWorkers(page);
  await openApp(page, { url });
  await page.evaluate(async () => (await window.nearside).settings.update({ instances: 1 }));
}

/** The model answers, and comes to rest with one instance. */
async function expectAlive(page: Page, model: string): Promise<void> {
  const outcome = await page.evaluate(async (name) => {
    const nearside = await window.nearside;
    const value = name === 'digits' ? window.tools.seven() : 'Where is the railway station?';
    return await window.tools.outcome(nearside.predict(name, value));
  }, model);
  expect(outcome).toMatchObject({ label: model === 'digits' ? '7' : 'eng' });
  const look = () =>
    page.evaluate(async (name) => {
      const { instances, models } = await (await window.nearside).metrics.snapshot();
      const live = instances.filter((instance) => instance.model === name).map(({ state }) => state);
      const { queueDepth, inFlight } = models[name]!;
      return { live, queueDepth, inFlight };
    }, model);
  await expect.poll(look).toEqual({ live: ['idle'], queueDepth: 0, inFlight: 0 });
}

/** The killed workers of both models are followed by others that serve; an isolated page's die some seconds after they were told to. */
async function expectSuccessors(page: Page, model: string): Promise<void> {
  await expect.poll(() => countInferenceWorkers(page)).toBe(2);
  await page.evaluate(waitForInstance, model);
}

for (const [name, url] of [
  ['isolated', servers.isolated.url],
  ['not isolated', servers.plain.url],
] as const) {
  test(`requests whose worker is killed are replayed once and answered right (${name})`, async ({ page }) => {
    await openWatched(page, url);
    const wanted = await page.evaluate(askMany, { isOnce: true });
    const burst = page.evaluate(askMany, { isOnce: false });
    await page.evaluate(waitUntilRunning);
    expect(await killInferenceWorkers(page)).toBe(2);
    await expectSuccessors(page, 'digits');
    await page.evaluate(endBurst);

    for (const [index, label] of labelsOf(await burst).entries())
      expect(label).toBe(labelsOf(wanted)[index % wanted.length]);
    await expectAlive(page, 'digits');
  });

  test(`a text that is asked alone survives its worker (${name})`, async ({ page }) => {
    await openWatched(page, url);
    const outcomes = page.evaluate(async () => {
      const nearside = await window.nearside;
      const outcomes = [];
      for (let index = 0; !(window as Burst).isOver; index += 1) {
        outcomes.push(
          await window.tools.outcome(
            nearside.predict('language-id', `We met at the station ${index} days ago`, { cache: 'bypass' }),
          ),
        );
      }
      return outcomes;
    });
    for (let kill = 0; kill < 2; kill += 1) {
      expect(await killInferenceWorkers(page)).toBe(2);
      await expectSuccessors(page, 'language-id');
    }
    await page.evaluate(endBurst);

    expect(
      (await outcomes).filter((outcome) => outcome.kind !== 'answered' || outcome.label !== 'eng'),
    ).toEqual([]);
    await expectAlive(page, 'language-id');
  });
}

test('a worker killed twice in one burst loses no request without saying so', async ({ page }) => {
  await openWatched(page, servers.isolated.url);
  const wanted = await page.evaluate(askMany, { isOnce: true });
  const burst = page.evaluate(askMany, { isOnce: false });
  await page.evaluate(waitUntilRunning);
  for (let kill = 0; kill < 2; kill += 1) {
    expect(await killInferenceWorkers(page)).toBe(2);
    await expectSuccessors(page, 'digits');
  }
  await page.evaluate(endBurst);

  for (const [index, outcome] of (await burst).entries()) {
    if (outcome.kind === 'answered') expect(outcome.label).toBe(labelsOf(wanted)[index % wanted.length]);
    else expect(outcome).toMatchObject({ name: 'NearsideError', code: 'worker-lost' });
  }
  await expectAlive(page, 'digits');
});

for (const [moment, stage] of [
  ['starts', undefined],
  ['downloads', 'download'],
  ['warms up', 'warm'],
] as const) {
  test(`a worker killed while it ${moment} leaves a model that loads again`, async ({ page }) => {
    await watchInferenceWorkers(page);
    await page.goto('/');
    const settling = page.evaluate(async () => {
      const nearside = await window.nearside;
      return await window.tools.outcomes([
        nearside.models.load('digits'),
        nearside.predict('digits', window.tools.seven()),
      ]);
    });
    if (stage !== undefined) await page.evaluate(waitForStage, stage);
    await expect.poll(() => killInferenceWorkers(page)).toBeGreaterThan(0);

    for (const outcome of await settling) {
      if (outcome.kind === 'rejected') {
        expect(outcome).toMatchObject({ name: 'NearsideError', code: 'worker-lost' });
      }
    }
    await expectAlive(page, 'digits');
  });
}

test('a worker killed while idle is replaced before anyone asks', async ({ page }) => {
  await openWatched(page, servers.isolated.url);
  await killInferenceWorkers(page);
  await expectSuccessors(page, 'digits');
  await expectAlive(page, 'digits');
});

type Burst = typeof window & { isOver?: boolean };

/** Asks 1,500 rows at once; where that is not to be once, the same again and again until it is told to end. */
async function askMany({ isOnce }: { readonly isOnce: boolean }): Promise<readonly Outcome[]> {
  const nearside = await window.nearside;
  const outcomes: Outcome[] = [];
  do {
    const calls = Array.from({ length: 1500 }, (_, index) =>
      nearside.predict('digits', window.tools.row(index), { cache: 'bypass' }),
    );
    outcomes.push(...(await window.tools.outcomes(calls)));
  } while (!isOnce && !(window as Burst).isOver);
  return outcomes;
}

function endBurst(): void {
  (window as Burst).isOver = true;
}

async function waitUntilRunning(): Promise<void> {
  const nearside = await window.nearside;
  await window.tools.until(
    async () => ((await nearside.metrics.snapshot()).models['digits']?.inFlight ?? 0) > 0,
  );
}

async function waitForStage(stage: string): Promise<void> {
  const { models } = await window.nearside;
  const reached = Promise.withResolvers<undefined>();
  const undo = models.subscribe((statuses) => {
    if (statuses.some(({ name, progress }) => name === 'digits' && progress?.stage === stage)) {
      reached.resolve(undefined);
    }
  });
  await reached.promise;
  undo();
}

async function waitForInstance(model: string): Promise<void> {
  const nearside = await window.nearside;
  const isLive = (state: string): boolean => state === 'idle' || state === 'running';
  const count = async (): Promise<number> =>
    (await nearside.metrics.snapshot()).instances.filter(
      (instance) => instance.model === model && isLive(instance.state),
    ).length;
  await window.tools.until(async () => (await count()) === 1);
}

function labelsOf(outcomes: readonly Outcome[]): readonly (string | undefined)[] {
  return outcomes.map((outcome) => (outcome.kind === 'answered' ? outcome.label : outcome.kind));
}
