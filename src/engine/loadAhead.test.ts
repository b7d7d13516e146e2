import { expect, test } from 'vitest';
import type { ModelUsage } from '../core/scheduling/modelUsage.ts';
import { instanceBytes } from './instanceBytes.ts';
import { startTestEngine, type TestEngine, type TestPage } from './testing/startTestEngine.ts';

const oneBytes = instanceBytes({ file: { url: '', sizeBytes: 10, sha256: '' } });
const isLoadedMs = 100;
const isQuietMs = 2000;

/** A visit that loads `wide` as a page does at its start. */
async function visit(
  usage: { kept: ModelUsage },
  { budget = 10, isSparing = false } = {},
): Promise<TestEngine & { readonly page: TestPage; readonly ask: (model: string) => Promise<void> }> {
  const engine = startTestEngine({ usage, stored: { memoryBudgetBytes: budget * oneBytes } });
  engine.device.isSparing = isSparing;
  const page = engine.connect();
  void page.control.loadModel('wide');
  await engine.clock.advance(isLoadedMs);
  const ask = async (model: string): Promise<void> => {
    page.infer(model, [[1, 0]]);
    await engine.clock.advance(isLoadedMs);
  };
  return { ...engine, page, ask };
}

async function listReady(page: TestPage): Promise<readonly string[]> {
  const models = await page.control.listModels();
  return models
    .filter(({ state }) => state === 'ready')
    .map(({ name, isLoadedAhead = false }) => (isLoadedAhead ? `${name}, ahead` : name));
}

const ofLinear = { linear: { share: 0.8, usedAt: 1_000_000 } };

test('a model that is asked in visit after visit is loaded before it is asked', async () => {
  const usage: { kept: ModelUsage } = { kept: {} };
  for (let round = 0; round < 3; round += 1) {
    const { ask, clock, page } = await visit(usage);
    await clock.advance(isQuietMs);
    expect(await listReady(page)).toEqual(['wide']);
    await ask('linear');
    await ask('linear');
  }
  const { page, clock } = await visit(usage);
  await clock.advance(isQuietMs);
  expect(await listReady(page)).toEqual(['wide', 'linear, ahead']);
  expect(page.control.snapshot().total).toMatchObject({ requests: 0, inferences: 0 });
});

test('only names, shares and times are kept, one note a visit', async () => {
  const usage: { kept: ModelUsage } = { kept: {} };
  const { ask, clock } = await visit(usage);
  for (const model of ['linear', 'linear', 'held']) await ask(model);
  expect(usage.kept).toEqual({
    linear: { share: 0.25, usedAt: expect.any(Number) as number },
    held: { share: 0.25, usedAt: expect.any(Number) as number },
  });
  const { kept } = usage;
  await clock.advance(100_000);
  expect(usage.kept).toBe(kept);
});

test.each([
  ['data are to be saved', { isSparing: true }],
  ['there is no room', { budget: 1 }],
])('where %s, nothing is loaded ahead', async (_, options) => {
  const { page, clock } = await visit({ kept: ofLinear }, options);
  await clock.advance(isQuietMs);
  expect(await listReady(page)).toEqual(['wide']);
});

test('not before a model of the page itself is there, nor while requests come', async () => {
  const { page, clock, factory, connect } = startTestEngineWithHabit();
  await clock.advance(isQuietMs);
  expect(factory.instances).toEqual([]);
  void page.control.loadModel('wide');
  await clock.advance(isLoadedMs);
  for (let round = 0; round < 20; round += 1) {
    page.infer('wide', [[round, 0]]);
    await clock.advance(isLoadedMs);
  }
  expect(await listReady(page)).toEqual(['wide']);
  connect();
  await clock.advance(isQuietMs);
  expect(await listReady(page)).toEqual(['wide', 'linear, ahead']);
});

function startTestEngineWithHabit(): TestEngine & { readonly page: TestPage } {
  const engine = startTestEngine({ usage: { kept: ofLinear } });
  return { ...engine, page: engine.connect() };
}

test('a load that fails is nobody’s error, and the next request loads again', async () => {
  const { page, clock, factory } = await visit({ kept: ofLinear });
  factory.outcomes.push('death', 'death');
  await clock.advance(isQuietMs);
  expect(await listReady(page)).toEqual(['wide']);
  expect(page.control.snapshot().total.errors).toEqual({});
  const id = page.infer('linear', [[1, 0]]);
  await clock.advance(isLoadedMs);
  expect(page.answers.get(id)).toMatchObject([{ trace: { source: 'local' } }]);
});

test('after everything was erased nothing is noted', async () => {
  const usage: { kept: ModelUsage } = { kept: {} };
  const { page, ask } = await visit(usage);
  await page.control.destroyCache();
  await ask('linear');
  expect(usage.kept).toEqual({});
});

test('what somebody unloads stays unloaded', async () => {
  const { page, clock } = await visit({ kept: ofLinear });
  await clock.advance(isQuietMs);
  await page.control.unloadModel('linear');
  await clock.advance(isQuietMs);
  expect(await listReady(page)).toEqual(['wide']);
});
