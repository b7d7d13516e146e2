import { expect, test } from 'vitest';
import { cachePoints } from './cachePoints.ts';
import type { CacheSample } from './cacheSample.ts';

function sample(
  at: number,
  memory: readonly [hits: number, misses: number],
  store: number,
  savedMs: number,
): CacheSample {
  const tier = { entries: 0, sizeBytes: 0, evictions: 0 };
  const [hits, misses] = memory;
  return {
    at,
    stats: {
      memory: { ...tier, hits, misses },
      store: { ...tier, hits: store, misses: 0 },
      joined: 0,
      savedMs,
      models: {},
    },
  };
}

test('ratios and saved time are those of the ten seconds before', () => {
  const points = cachePoints([
    sample(0, [0, 0], 0, 0),
    sample(5000, [3, 1], 1, 20),
    sample(14_000, [3, 5], 1, 20),
    sample(20_000, [3, 5], 1, 20),
  ]);
  expect(points).toEqual([
    { offsetSeconds: -20, values: {} },
    { offsetSeconds: -15, values: { memory: 0.75, store: 0.25, joined: 0, savedMs: 4 } },
    { offsetSeconds: -6, values: { memory: 0, store: 0, joined: 0, savedMs: 0 } },
    { offsetSeconds: 0, values: { memory: null, store: null, joined: null, savedMs: 0 } },
  ]);
  expect(cachePoints([])).toEqual([]);
});
