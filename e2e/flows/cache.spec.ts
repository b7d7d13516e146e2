import type { Page } from '@playwright/test';
import type { CacheStats } from '../../src/engine/cacheStats.ts';
import { openApp } from '../support/openApp.ts';
import { expect, test } from '../support/test.ts';

const text = 'Wo ist der nächste Bahnhof?';

async function setCache(page: Page, change: object): Promise<void> {
  await page.evaluate(async (cache) => {
    const nearside = await window.nearside;
    await nearside.settings.update({ cache: { ...(await nearside.settings.get()).cache, ...cache } });
  }, change);
}

const allOn = { models: { 'language-id': 'on', digits: 'on' } };

async function ask(
  page: Page,
  value: string,
  options = {},
): Promise<{ source: string; label: string; trace: object }> {
  return await page.evaluate(
    async ([given, requestOptions]) => {
      const { labels, trace } = await (await window.nearside).predict('language-id', given, requestOptions);
      return { source: trace.source, label: labels![0]!.label, trace: { ...trace } };
    },
    [value, options] as const,
  );
}

async function untilStored(page: Page, entries: number): Promise<CacheStats> {
  return await page.evaluate(async (count) => {
    const { cache } = await window.nearside;
    await window.tools.until(async () => (await cache.stats()).store.entries >= count);
    return await cache.stats();
  }, entries);
}

test('on: the second answer comes from memory, the first after a reload from the store', async ({ page }) => {
  await openApp(page, { models: ['language-id'] });
  await setCache(page, allOn);
  const first = await ask(page, text);
  const second = await ask(page, text);
  expect([first.source, second.source]).toEqual(['local', 'memory']);
  expect(second.label).toBe('deu');
  expect(second.trace).toMatchObject({
    variant: 'int8',
    backend: 'wasm',
    batchSize: 1,
    queueMs: 0,
    inputMs: 0,
    computeMs: 0,
    outputMs: 0,
  });
  expect(second.trace).not.toHaveProperty('reason');
  await untilStored(page, 1);

  // The store is given up after a while, so nothing else may keep the cores busy.
  await openApp(page);
  const third = await ask(page, text);
  const fourth = await ask(page, text);
  expect([third.source, fourth.source]).toEqual(['store', 'memory']);
  expect([third.label, fourth.label]).toEqual(['deu', 'deu']);
});

test('by default a text asked again alone is answered from memory, and counted', async ({ page }) => {
  await openApp(page, { models: ['language-id'] });
  const sources = [];
  for (let round = 0; round < 4; round += 1) sources.push((await ask(page, text)).source);
  expect(sources.slice(0, 1)).toEqual(['local']);
  expect(sources.slice(2)).toEqual(['memory', 'memory']);
  const { metrics, stats, prometheus } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    return {
      metrics: (await nearside.metrics.snapshot()).models['language-id']!,
      stats: await nearside.cache.stats(),
      prometheus: await nearside.metrics.prometheus(),
    };
  });
  const hits = sources.filter((source) => source === 'memory').length;
  expect(metrics).toMatchObject({
    requests: 4,
    inferences: 4 - hits,
    sources: { local: 4 - hits, memory: hits },
  });
  expect(stats.memory).toMatchObject({ hits, misses: 4 - hits });
  expect(prometheus).toMatch(new RegExp(`nearside_cache_hits_total\\{[^}]*tier="memory"[^}]*\\} ${hits}`));
});

interface Shared {
  readonly sources: readonly string[];
  readonly labels: readonly string[];
  readonly executions: number;
}

test('identical requests at one time share an execution; one that aborts takes nothing from the others', async ({
  page,
}) => {
  await openApp(page, { models: ['digits'] });
  await setCache(page, allOn);
  const shared = await page.evaluate(async (): Promise<Shared> => {
    const nearside = await window.nearside;
    const row = window.tools.row(1);
    const leader = new AbortController();
    const calls = [
      window.tools.outcome(nearside.predict('digits', row, { signal: leader.signal })),
      nearside.predict('digits', row),
      nearside.predict('digits', row),
    ] as const;
    await window.tools.nextTask();
    leader.abort();
    const [, second, third] = await Promise.all(calls);
    const again = await nearside.predict('digits', row);
    const { executions } = (await nearside.metrics.snapshot()).models['digits']!;
    const answers = [second, third, again];
    return {
      sources: answers.map(({ trace }) => trace.source),
      labels: answers.map(({ labels }) => JSON.stringify(labels)),
      executions,
    };
  });
  expect(shared.sources).toEqual(['joined', 'joined', 'memory']);
  expect(new Set(shared.labels).size).toBe(1);
  expect(shared.executions).toBe(1);
});

for (const model of ['language-id', 'digits'] as const) {
  test(`by default what is asked of ${model} alone at one time shares the lane’s answer, which is the engine’s`, async ({
    page,
  }) => {
    await openApp(page, { models: [model] });
    const { sources, labels, batched, metrics } = await page.evaluate(
      async ({ name, given }) => {
        const nearside = await window.nearside;
        const inputOf = (index: number): string | Float32Array =>
          name === 'digits' ? window.tools.row(index) : `${given} ${index}`;
        // The lane opens with the model; the first call of a page may come too early for it.
        await nearside.predict(name, inputOf(0), { cache: 'bypass' });
        const answers = await Promise.all([1, 1, 1].map((index) => nearside.predict(name, inputOf(index))));
        const together = await Promise.all(
          [1, 2].map((index) => nearside.predict(name, inputOf(index), { cache: 'bypass' })),
        );
        return {
          sources: answers.map(({ trace }) => trace.source),
          labels: answers.map(({ labels: all }) => all![0]!),
          batched: together[0]!.labels![0]!,
          metrics: (await nearside.metrics.snapshot()).models[name]!,
        };
      },
      { name: model, given: text },
    );
    expect(sources).toEqual(['local', 'joined', 'joined']);
    for (const { label, score } of labels) {
      expect(label).toBe(batched.label);
      expect(score).toBeCloseTo(batched.score, 5);
    }
    expect(metrics).toMatchObject({ requests: 6, sources: { local: 4, joined: 2 } });
  });
}

test('a lone text is asked of the engine by shared memory, and answered as by message', async ({ page }) => {
  await openApp(page, { models: ['language-id'] });
  await setCache(page, { models: { 'language-id': 'on' } });
  const { alone, together, messages } = await page.evaluate(async (given) => {
    const nearside = await window.nearside;
    const texts = Array.from({ length: 20 }, (_, index) => `${given} ${'é'.repeat(index)}`);
    const ask = async (value: string): Promise<unknown> => {
      const { labels, trace } = await nearside.predict('language-id', value);
      return { labels, source: trace.source };
    };
    await Promise.all(texts.map(ask));
    const together = await Promise.all(texts.map(ask));
    let messages = 0;
    const { prototype } = MessagePort;
    const { value: post } = Object.getOwnPropertyDescriptor(prototype, 'postMessage') as {
      value: (...parameters: unknown[]) => void;
    };
    const count = function (this: MessagePort, ...parameters: unknown[]): void {
      if ((parameters[0] as { kind?: unknown } | undefined)?.kind === 'requests') messages += 1;
      post.apply(this, parameters);
    };
    Object.defineProperty(prototype, 'postMessage', { value: count });
    const alone: unknown[] = [];
    for (const value of texts) alone.push(await ask(value));
    return { alone, together, messages };
  }, text);
  expect(together[0]).toMatchObject({ source: 'memory' });
  expect(alone).toEqual(together);
  expect(messages).toBe(0);
});

for (const mode of ['on', 'auto'] as const) {
  test(`${mode}: partitions, bypass, refresh and clear`, async ({ page }) => {
    await openApp(page, { models: ['language-id'] });
    await setCache(page, { models: { 'language-id': mode } });
    const warm = async (options = {}): Promise<void> => {
      for (let round = 0; round < 2; round += 1) await ask(page, text, options);
      expect((await ask(page, text, options)).source).toBe('memory');
    };
    expect((await ask(page, text, { partition: 'ann' })).source).toBe('local');
    expect((await ask(page, text, { partition: 'bob' })).source).toBe('local');
    await warm({ partition: 'ann' });
    await warm({ partition: 'bob' });
    expect((await ask(page, text)).source).toBe('local');
    await warm();
    expect((await ask(page, text, { cache: 'bypass' })).source).toBe('local');
    expect((await ask(page, text, { cache: 'refresh' })).source).toBe('local');
    await warm();
    await page.evaluate(async () => (await window.nearside).cache.clear({ partition: 'ann' }));
    expect((await ask(page, text, { partition: 'ann' })).source).toBe('local');
    expect((await ask(page, text, { partition: 'bob' })).source).toBe('memory');
    await page.evaluate(async () => (await window.nearside).cache.clear());
    expect((await ask(page, text, { partition: 'bob' })).source).toBe('local');
    await setCache(page, { models: { 'language-id': 'off' } });
    expect((await ask(page, text)).source).toBe('local');
    expect((await ask(page, text)).source).toBe('local');
    await setCache(page, { models: { 'language-id': mode }, ttlMs: 1 });
    await ask(page, text);
    await page.evaluate(() => window.tools.nextTask());
    await page.evaluate(async () => (await window.nearside).metrics.snapshot());
    expect((await ask(page, text)).source).toBe('local');
  });
}

test('the same bytes in another shape, and fewer outputs, are other requests', async ({ page }) => {
  await openApp(page, { models: ['digits'] });
  await setCache(page, allOn);
  const sources = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const data = window.tools.row(1, 2 * 784);
    const infer = async (options: object = {}): Promise<string> => {
      const x = { datatype: 'FP32', shape: [2, 1, 28, 28], data: data.slice() } as const;
      return (await nearside.infer({ model: 'digits', inputs: { x }, ...options })).trace.source;
    };
    const half = { datatype: 'FP32', shape: [1, 1, 28, 28], data: data.slice(0, 784) } as const;
    return [
      await infer(),
      await infer(),
      await infer({ parameters: { threshold: 1 } }),
      (await nearside.infer({ model: 'digits', inputs: { x: half } })).trace.source,
      await infer({ version: '1' }),
    ];
  });
  expect(sources).toEqual(['local', 'memory', 'local', 'local', 'memory']);
});

test('another tab’s clear empties this one’s memory too', async ({ page, context }) => {
  await openApp(page, { models: ['language-id'] });
  await setCache(page, allOn);
  await ask(page, text);
  expect((await ask(page, text)).source).toBe('memory');
  const other = await context.newPage();
  await openApp(other, { models: ['language-id'] });
  await other.evaluate(async () => (await window.nearside).cache.clear());
  await expect
    .poll(async () => page.evaluate(async () => (await (await window.nearside).cache.stats()).memory.entries))
    .toBe(0);
  expect((await ask(page, text)).source).toBe('local');
});
