import { expect, test } from 'vitest';
import { defaultSettings } from '../core/settings/settingsValue.ts';
import { poison, versionMark } from './testing/fakeInstances.ts';
import { cacheSettings, model, valuesOf } from './testing/startCached.ts';
import {
  startTestEngine,
  type SeenAnswer,
  type TestEngine,
  type TestPage,
} from './testing/startTestEngine.ts';

const isLoaded = 100;
/** Quiet for long enough, and then some. */
const idleMs = 1500;

interface World extends TestEngine {
  readonly page: TestPage;
  readonly ask: (
    rows: readonly (readonly number[])[],
    options?: Parameters<TestPage['infer']>[2],
    name?: string,
  ) => Promise<SeenAnswer>;
  readonly swap: (version: string) => Promise<void>;
  readonly runsOf: (first: number) => number;
}

async function start(
  settings: Parameters<typeof cacheSettings>[1] = {},
  mode: Parameters<typeof cacheSettings>[0] = 'on',
): Promise<World> {
  const world = startTestEngine({
    versions: ['3', '2', '1'],
    stored: { ...defaultSettings, cache: cacheSettings(mode, settings) },
  });
  const page = world.connect();
  const { clock, factory } = world;
  const swap = async (version: string): Promise<void> => {
    const loading = page.control.loadModel(model, version);
    await clock.advance(isLoaded);
    await loading;
  };
  await swap('1');
  return {
    ...world,
    page,
    swap,
    ask: async (rows, options, name = model) => {
      const id = page.infer(name, rows, options);
      await clock.advance(50);
      const [answer] = page.answers.get(id) ?? [];
      return answer as SeenAnswer;
    },
    runsOf: (first) => factory.posted.filter(({ rows }) => rows.some((row) => row[0] === first)).length,
  };
}

test('a frequent request is answered from memory after a swap, as the new version answers it', async () => {
  const { ask, swap, clock, page, runsOf } = await start();
  for (let round = 0; round < 3; round += 1) await ask([[7, 1, 1]]);
  await ask([[8, 1, 1]]);
  expect(runsOf(7)).toBe(1);
  const before = page.control.snapshot().models[model]!;
  await swap('2');
  await clock.advance(idleMs);
  expect(runsOf(7)).toBe(2);
  const after = page.control.snapshot().models[model]!;
  expect(after).toMatchObject({
    requests: before.requests,
    inferences: before.inferences,
    executions: before.executions,
    batchSizes: before.batchSizes,
    sources: before.sources,
  });
  const { memory, store } = page.control.cacheStats();
  const answer = await ask([[7, 1, 1]]);
  expect(answer.trace).toMatchObject({ source: 'memory', version: '2' });
  expect(valuesOf(answer)).toEqual([14 + versionMark('2'), 3]);
  expect(runsOf(7)).toBe(2);
  expect(page.control.cacheStats()).toMatchObject({
    memory: { hits: memory.hits + 1, misses: memory.misses },
    store: { hits: store.hits, misses: store.misses },
  });
  // What came once is nobody's habit.
  expect((await ask([[8, 1, 1]])).trace).toMatchObject({ source: 'local', version: '2' });
});

test('the habit outlives several swaps, and after a rollback nothing is run that is kept', async () => {
  const { ask, swap, clock, page, runsOf } = await start();
  for (let round = 0; round < 3; round += 1) await ask([[7, 1, 1]]);
  for (const version of ['2', '3']) {
    await swap(version);
    await clock.advance(idleMs);
    expect((await ask([[7, 1, 1]])).trace).toMatchObject({ source: 'memory', version });
  }
  expect(runsOf(7)).toBe(3);
  await page.control.rollBackModel(model);
  await clock.advance(idleMs);
  expect((await ask([[7, 1, 1]])).trace).toMatchObject({ source: 'memory', version: '2' });
  expect(runsOf(7)).toBe(3);
});

test('what nobody has asked for yet takes no place in a full store, and is stored once somebody does', async () => {
  const { ask, swap, clock, page, runsOf } = await start();
  for (let round = 0; round < 3; round += 1) for (const first of [7, 8]) await ask([[first, 1, 1]]);
  await clock.advance(1000);
  const { entries, sizeBytes } = page.control.cacheStats().store;
  await page.control.updateSettings({ cache: cacheSettings('on', { storeBytes: sizeBytes }) });
  await swap('2');
  await clock.advance(idleMs + 1000);
  expect([7, 8].map(runsOf)).toEqual([2, 2]);
  expect(page.control.cacheStats().store).toMatchObject({ entries, sizeBytes, evictions: 0 });
  expect((await ask([[7, 1, 1]])).trace).toMatchObject({ source: 'memory', version: '2' });
  await clock.advance(1000);
  expect(page.control.cacheStats().store).toMatchObject({ entries, evictions: 1 });
});

test('while callers ask nothing is run ahead, and what they ask meanwhile runs once', async () => {
  const { ask, swap, clock, runsOf } = await start();
  for (const first of [5, 6, 7]) for (let round = 0; round < 4; round += 1) await ask([[first, 1, 1]]);
  await swap('2');
  for (let round = 0; round < 40; round += 1) await ask([[100 + round, 1, 1]]);
  expect([5, 6, 7].map(runsOf)).toEqual([1, 1, 1]);
  expect((await ask([[6, 1, 1]])).trace).toMatchObject({ source: 'local', version: '2' });
  await clock.advance(idleMs);
  expect([5, 6, 7].map(runsOf)).toEqual([2, 2, 2]);
});

test('a caller who comes in the middle is not kept waiting, and the rest is run later', async () => {
  const { ask, swap, clock, factory, page, runsOf } = await start();
  for (const first of [5, 6, 7]) for (let round = 0; round < 4; round += 1) await ask([[first, 1, 1]]);
  await swap('2');
  const before = factory.posted.length;
  while (factory.posted.length === before) await clock.advance(1);
  expect(page.control.snapshot().models[model]).toMatchObject({ inFlight: 0, queueDepth: 0 });
  const answer = await ask([[50, 1, 1]]);
  expect(answer.queueMs).toBeLessThanOrEqual(5);
  expect(factory.posted.slice(before).map(({ rows }) => rows.map((row) => row[0]))).toHaveLength(2);
  await clock.advance(idleMs);
  expect([5, 6, 7].map(runsOf)).toEqual([2, 2, 2]);
});

test('a request of one partition is kept for that partition alone', async () => {
  const { ask, swap, clock } = await start();
  for (let round = 0; round < 3; round += 1) await ask([[7, 1, 1]], { partition: 'ann' });
  await swap('2');
  await clock.advance(idleMs);
  expect((await ask([[7, 1, 1]], { partition: 'bob' })).trace!.source).toBe('local');
  expect((await ask([[7, 1, 1]], { partition: 'ann' })).trace!.source).toBe('memory');
});

test.each<[string, (page: TestPage) => Promise<unknown>]>([
  ['clearing the model', (page) => page.control.clearCache({ model })],
  ['clearing the partition', (page) => page.control.clearCache({ partition: 'ann' })],
  ['clearing all', (page) => page.control.clearCache()],
  ['erasing', (page) => page.control.destroyCache()],
  ['turning the model’s cache off', (page) => page.control.updateSettings({ cache: cacheSettings('off') })],
  [
    'turning the cache off',
    (page) => page.control.updateSettings({ cache: cacheSettings('on', { enabled: false }) }),
  ],
  [
    'leaving no memory to it',
    (page) => page.control.updateSettings({ cache: cacheSettings('on', { memoryBytes: 0 }) }),
  ],
])('%s forgets the requests', async (_, forget) => {
  const { ask, swap, clock, page, runsOf } = await start();
  for (let round = 0; round < 3; round += 1) await ask([[7, 1, 1]], { partition: 'ann' });
  const forgetting = forget(page);
  await clock.advance(isLoaded);
  await forgetting;
  await page.control.updateSettings({ cache: cacheSettings('on') });
  const before = runsOf(7);
  await swap('2');
  await clock.advance(idleMs);
  expect(runsOf(7)).toBe(before);
});

test('requests past the cache leave nothing behind', async () => {
  const { ask, swap, clock, runsOf } = await start();
  for (const cache of ['bypass', 'refresh'] as const)
    for (let round = 0; round < 3; round += 1) await ask([[7, 1, 1]], { cache });
  await swap('2');
  await clock.advance(idleMs);
  expect(runsOf(7)).toBe(6);
});

test('those that name an earlier version are not asked again', async () => {
  const { ask, swap, clock, runsOf } = await start();
  await swap('2');
  for (let round = 0; round < 3; round += 1) await ask([[7, 1, 1]], { version: '1' });
  expect(runsOf(7)).toBe(1);
  await swap('3');
  await clock.advance(idleMs);
  expect(runsOf(7)).toBe(1);
});

test('one that fails does not hold up the others, and its failure is nobody’s', async () => {
  const { ask, swap, clock, page, runsOf } = await start();
  for (let round = 0; round < 4; round += 1) {
    await ask([[6, poison, 1]]);
    if (round > 0) await ask([[5, 1, 1]]);
  }
  const before = page.control.snapshot().total;
  expect(before.errors).toEqual({ 'bad-input': 4 });
  await swap('2');
  await clock.advance(idleMs);
  expect([5, 6].map(runsOf)).toEqual([2, 5]);
  expect(page.control.snapshot().total).toMatchObject({ requests: before.requests, errors: before.errors });
});

test('no more is run for one change than its budget allows', async () => {
  const { page, swap, clock, factory } = await start({}, 'on');
  const rows = Array.from({ length: 100 }, (_, row) => [1000 + row, 1, 1]);
  for (let round = 0; round < 3; round += 1) {
    page.predict(model, rows);
    await clock.advance(500);
  }
  await swap('2');
  const before = factory.posted.length;
  await clock.advance(20_000);
  expect(factory.posted.length - before).toBe(64);
});
