import { expect, test } from 'vitest';
import { defaultSettings } from '../core/settings/settingsValue.ts';
import { MemoryResultStore } from '../core/caching/testing/memoryResultStore.ts';
import { startTestEngine, type SeenAnswer, type TestPage } from './testing/startTestEngine.ts';

const model = 'wide';
const ample = 1000;

interface Visit {
  readonly page: TestPage;
  readonly ask: (mark: number, options?: Parameters<TestPage['infer']>[2]) => Promise<SeenAnswer>;
  readonly source: (mark: number, options?: Parameters<TestPage['infer']>[2]) => Promise<string | undefined>;
  readonly pass: (ms: number) => Promise<void>;
  /** Resolves when that time has passed. */
  readonly wait: (ms: number) => Promise<void>;
  readonly set: (cache: object) => Promise<void>;
}

/** A page that comes to a store; a second one is a later visit. */
async function visit(store: MemoryResultStore, cache: object = {}): Promise<Visit> {
  const settings = { ...defaultSettings.cache, models: { [model]: 'on' as const }, ...cache };
  const { clock, connect } = startTestEngine({ resultStore: store, stored: { cache: settings } });
  const page = connect();
  void page.control.loadModel(model);
  await clock.advance(ample);
  const ask: Visit['ask'] = async (mark, options) => {
    const id = page.infer(model, [[mark, 0]], options);
    await clock.advance(ample);
    const [answer] = page.answers.get(id)!;
    if (answer!.error === undefined)
      expect([...(answer!.outputs!['y']!.data as Float32Array)]).toEqual([2 * mark, 2]);
    return answer!;
  };
  return {
    page,
    ask,
    source: async (mark, options) => (await ask(mark, options)).trace?.source,
    pass: (ms) => clock.advance(ms),
    wait: (ms) =>
      new Promise((resolve) => {
        clock.after(ms, resolve);
      }),
    set: async (change) => {
      void page.control.updateSettings({ cache: { ...settings, ...change } });
      await clock.advance(1);
    },
  };
}

test('a result is in the store within two seconds and answers the next visit', async () => {
  const store = new MemoryResultStore();
  const first = await visit(store);
  await first.ask(3);
  await first.pass(1000);
  expect(store.results.size).toBe(1);
  const later = await visit(store);
  const answer = await later.ask(3);
  expect(answer.trace).toMatchObject({ source: 'store', variant: 'fp32', backend: 'wasm', computeMs: 0 });
  expect(answer.trace).not.toHaveProperty('reason');
  expect(later.page.announced).toHaveLength(1);
  expect(await later.source(3)).toBe('memory');
  expect(later.page.control.cacheStats()).toMatchObject({
    memory: { hits: 1, misses: 1 },
    store: { hits: 1, misses: 0, entries: 1 },
  });
});

test('what is not in the store is not looked for there', async () => {
  const store = new MemoryResultStore();
  const { source } = await visit(store);
  for (let mark = 0; mark < 5; mark += 1) expect(await source(mark)).toBe('local');
  expect(store.reads).toBe(0);
});

test('a read that takes too long is not waited for', async () => {
  const store = new MemoryResultStore();
  await (await visit(store)).ask(3);
  const later = await visit(store);
  store.delay = () => new Promise(() => undefined);
  const { at, trace } = await later.ask(3);
  expect(trace!.source).toBe('local');
  expect(at).toBeGreaterThan(0);
  const withDeadline = await visit(store);
  const urgent = await withDeadline.ask(3, { deadlineMs: 20 });
  expect(urgent.trace?.source).toBe('local');
});

test('identical requests join a read, and one that leaves takes nothing from the others', async () => {
  const store = new MemoryResultStore();
  await (await visit(store)).ask(3);
  const { page, pass } = await visit(store);
  const open = Promise.withResolvers<undefined>();
  store.delay = () => open.promise;
  const ids = [1, 2, 3].map(() => page.infer(model, [[3, 0]]));
  page.session.receive({ kind: 'cancel', ids: [ids[0]!] });
  open.resolve(undefined);
  await pass(ample);
  expect(ids.map((id) => page.answers.get(id)?.[0]?.trace?.source)).toEqual([undefined, 'store', 'joined']);
});

test('clearing during a read runs the model instead', async () => {
  const store = new MemoryResultStore();
  await (await visit(store)).ask(3);
  const { page, pass } = await visit(store);
  const open = Promise.withResolvers<undefined>();
  store.delay = () => open.promise;
  const id = page.infer(model, [[3, 0]]);
  await pass(1);
  void page.control.clearCache();
  await pass(1);
  open.resolve(undefined);
  await pass(ample);
  expect(page.answers.get(id)![0]!.trace!.source).toBe('local');
  expect(store.results.size).toBe(0);
});

test('clearing while a result is being written deletes it', async () => {
  const store = new MemoryResultStore();
  const { page, ask, pass } = await visit(store);
  const open = Promise.withResolvers<undefined>();
  store.writeGate = open.promise.then();
  await ask(3);
  void page.control.clearCache();
  await pass(1);
  open.resolve(undefined);
  await pass(ample);
  expect(store.results.size).toBe(0);
  expect(await (await visit(store)).source(3)).toBe('local');
});

test('a clear that could not reach the store is made up for', async () => {
  const store = new MemoryResultStore();
  const { page, ask, pass, source } = await visit(store);
  await ask(3);
  await pass(ample);
  store.isBroken = true;
  void page.control.clearCache();
  await pass(ample);
  expect(page.control.cacheStats().store.degraded).toMatch(/cannot be used \(broken\)/);
  store.isBroken = false;
  await pass(20_000);
  expect(await source(3)).toBe('local');
  await pass(ample);
  expect(await source(3)).toBe('memory');
  expect(store.results.size).toBe(1);
});

test('a store that does not work leaves the memory tier, and says so until it works', async () => {
  const store = new MemoryResultStore();
  store.isBroken = true;
  const { page, source, pass } = await visit(store);
  expect([await source(3), await source(3)]).toEqual(['local', 'memory']);
  await pass(2000);
  expect(page.control.cacheStats().store.degraded).toBeDefined();
  store.isBroken = false;
  await pass(20_000);
  await source(4);
  await pass(2000);
  expect(page.control.cacheStats().store).not.toHaveProperty('degraded');
  expect(store.results.size).toBe(1);
});

test('a damaged result is dropped, and the request runs', async () => {
  const store = new MemoryResultStore();
  await (await visit(store)).ask(3);
  store.damaged.add([...store.results.keys()][0]!);
  const { page, source, pass } = await visit(store);
  expect(await source(3)).toBe('local');
  expect(page.control.cacheStats().store.degraded).toMatch(/not what was written/);
  await pass(2000);
  store.damaged.clear();
  expect(await (await visit(store)).source(3)).toBe('store');
});

test('a result that answers another request is not believed', async () => {
  const store = new MemoryResultStore();
  const first = await visit(store);
  await first.ask(3);
  await first.ask(4);
  await first.pass(2000);
  const [one, other] = [...store.results.values()];
  store.results.set(one!.entry.key, { entry: one!.entry, result: { ...other!.result, signature: 'other' } });
  expect(await (await visit(store)).source(3)).toBe('local');
});

test('a full store gives up what was used longest ago, then says that it is full', async () => {
  const store = new MemoryResultStore();
  const { page, ask, pass } = await visit(store);
  store.room = 4;
  for (let mark = 0; mark < 6; mark += 1) {
    await ask(mark);
    await pass(2000);
  }
  expect(store.results.size).toBeLessThanOrEqual(4);
  expect(page.control.cacheStats().store.evictions).toBeGreaterThan(0);
  expect(page.control.cacheStats().store).not.toHaveProperty('degraded');
  store.room = 0;
  await ask(9);
  await pass(2000);
  expect(page.control.cacheStats().store.degraded).toMatch(/no more room/);
});

test('the store is bounded in bytes, and a smaller bound deletes', async () => {
  const store = new MemoryResultStore();
  const { page, ask, pass, set } = await visit(store, { storeBytes: 5000 });
  for (let mark = 0; mark < 30; mark += 1) await ask(mark);
  await pass(2000);
  const { store: tier } = page.control.cacheStats();
  expect(tier.sizeBytes).toBeLessThanOrEqual(5000);
  expect(tier.entries).toBe(store.results.size);
  expect(tier.evictions).toBe(30 - tier.entries);
  await set({ storeBytes: 0 });
  await pass(2000);
  expect(store.results.size).toBe(0);
});

test.each([
  ['memory', {}],
  ['store', { memoryBytes: 0 }],
])('results live in the %s as long as the settings say', async (tier, cache) => {
  const { page, source, pass } = await visit(new MemoryResultStore(), { ttlMs: 5000, ...cache });
  expect([await source(3), await source(3)]).toEqual(['local', tier]);
  await pass(6000);
  expect(await source(3)).toBe('local');
  await pass(10_000);
  await source(4);
  await pass(2000);
  expect(page.control.cacheStats().store.entries).toBe(1);
});

test('a store that is lost from outside is read anew', async () => {
  const store = new MemoryResultStore();
  const { page, source, pass } = await visit(store, { memoryBytes: 0 });
  expect(await source(3)).toBe('local');
  await pass(2000);
  expect(await source(3)).toBe('store');
  store.lose();
  expect(page.control.cacheStats().store.entries).toBe(0);
  expect(await source(3)).toBe('local');
  await pass(2000);
  expect(await source(3)).toBe('store');
});

test('results of model bytes that are no longer listed are collected in time', async () => {
  const store = new MemoryResultStore();
  const first = await visit(store);
  await first.ask(3);
  await first.pass(2000);
  const [kept] = [...store.results.values()];
  const stale = { ...kept!.entry, key: 'stale', generation: 'older bytes/' };
  const other = { ...stale, key: 'other', model: 'linear' };
  for (const entry of [stale, other]) store.results.set(entry.key, { entry, result: kept!.result });
  const later = await visit(store);
  await later.ask(3);
  await later.pass(10_000);
  expect([...store.results.keys()].toSorted()).toEqual([kept!.entry.key, 'other'].toSorted());
});

test('nothing is kept after everything was destroyed', async () => {
  const store = new MemoryResultStore();
  const { page, source, pass } = await visit(store);
  await source(3);
  await page.control.destroyCache();
  expect(store.isDestroyed).toBe(true);
  expect(await source(3)).toBe('local');
  await pass(2000);
  expect(store.results.size).toBe(0);
});

test('on auto a read is made only where it is quicker than a run', async () => {
  const store = new MemoryResultStore();
  const first = await visit(store);
  for (const mark of [3, 4, 5]) await first.ask(mark);
  await first.pass(2000);
  const later = await visit(store, { models: {} });
  expect(await later.source(3)).toBe('store');
  store.delay = () => later.wait(50);
  expect(await later.source(4)).toBe('store');
  expect(await later.source(9)).toBe('local');
  expect(await later.source(5)).toBe('local');
  expect(store.reads).toBe(2);
});
