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

  await openApp(page, { models: ['language-id'] });
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
