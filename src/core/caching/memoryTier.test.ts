import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sizeOfResult, type CachedResult } from './cachedResult.ts';
import { MemoryTier } from './memoryTier.ts';

function makeResult(
  signature: string,
  {
    values = 10,
    costMs = 1,
    createdAt = 0,
    model = 'm',
  }: { values?: number; costMs?: number; createdAt?: number; model?: string } = {},
): CachedResult {
  return {
    signature,
    tag: { model, partition: undefined, generation: 'g' },
    outputs: [{ datatype: 'FP32', shape: [1, values], data: new Float32Array(values) }],
    batchSize: 1,
    costMs,
    createdAt,
  };
}

const unbounded = { maxBytes: Number.POSITIVE_INFINITY, ttlMs: null };

test('a result is found by its key while its signature is the one asked for', () => {
  const tier = new MemoryTier(unbounded);
  const result = makeResult('s');
  tier.set('k', result);
  expect(tier.get('k', 's', 0)).toBe(result);
  expect(tier.get('other', 's', 0)).toBeUndefined();
  expect(tier.get('k', 'another request with the same hash', 0)).toBeUndefined();
  expect(tier.entries).toBe(0);
});

test('a result lives as long as it may, and none from the future', () => {
  const tier = new MemoryTier({ maxBytes: 10_000, ttlMs: 100 });
  tier.set('k', makeResult('s', { createdAt: 1000 }));
  expect(tier.get('k', 's', 1100)).toBeDefined();
  expect(tier.get('k', 's', 1101)).toBeUndefined();
  tier.set('k', makeResult('s', { createdAt: 90_000 }));
  expect(tier.get('k', 's', 1000)).toBeUndefined();
});

test('what saves little a byte leaves first, use by use', () => {
  const size = sizeOfResult(makeResult('s'));
  const tier = new MemoryTier({ maxBytes: 2 * size, ttlMs: null });
  tier.set('cheap', makeResult('cheap', { costMs: 1 }));
  tier.set('dear', makeResult('dear', { costMs: 10 }));
  tier.set('new', makeResult('new', { costMs: 5 }));
  expect(tier.get('cheap', 'cheap', 0)).toBeUndefined();
  expect(tier.get('dear', 'dear', 0)).toBeDefined();
  expect(tier.evictions).toBe(1);
});

test('what was popular once leaves in the end', () => {
  const size = sizeOfResult(makeResult('s'));
  const tier = new MemoryTier({ maxBytes: 4 * size, ttlMs: null });
  tier.set('old', makeResult('old'));
  for (let use = 0; use < 20; use += 1) tier.get('old', 'old', 0);
  for (let index = 0; index < 200; index += 1) tier.set(`k${index}`, makeResult(`k${index}`));
  expect(tier.get('old', 'old', 0)).toBeUndefined();
});

test('a result larger than the tier is not kept, and a smaller bound evicts', () => {
  const tier = new MemoryTier({ maxBytes: 10_000, ttlMs: null });
  tier.set('large', makeResult('large', { values: 3000 }));
  expect(tier.entries).toBe(0);
  for (let index = 0; index < 10; index += 1) tier.set(`k${index}`, makeResult(`k${index}`));
  tier.setLimits({ maxBytes: 1000, ttlMs: null });
  expect(tier.sizeBytes).toBeLessThanOrEqual(1000);
  tier.setLimits({ maxBytes: 0, ttlMs: null });
  expect(tier).toMatchObject({ entries: 0, sizeBytes: 0 });
});

const kept = fc.record({
  values: fc.nat(200),
  costMs: fc.integer({ min: 1, max: 100 }),
  uses: fc.integer({ min: 1, max: 5 }),
});

test('what nobody asked for takes no place from what is worth more, each for itself or all together', () => {
  fc.assert(
    fc.property(fc.array(kept, { maxLength: 20 }), kept, fc.nat(2000), (plans, offered, spareBytes) => {
      const sizes = plans.map(({ values }) => sizeOfResult(makeResult('', { values })));
      const maxBytes = sizes.reduce((sum, size) => sum + size, spareBytes);
      const tier = new MemoryTier({ maxBytes, ttlMs: null });
      for (const [index, { values, costMs, uses }] of plans.entries()) {
        tier.set(`k${index}`, makeResult('', { values, costMs }));
        for (let use = 1; use < uses; use += 1) tier.get(`k${index}`, '', 0);
      }
      const result = makeResult('', offered);
      const isKept = tier.offer('new', result);
      const gone = plans.flatMap(({ costMs, uses }, index) =>
        tier.has(`k${index}`) ? [] : [{ worth: costMs * uses, sizeBytes: sizes[index]! }],
      );
      expect(isKept).toBe(tier.has('new'));
      expect(tier.evictions).toBe(gone.length);
      if (!isKept) expect(gone).toEqual([]);
      const own = offered.costMs / sizeOfResult(result);
      for (const { worth, sizeBytes } of gone) expect(worth / sizeBytes).toBeLessThan(own);
      if (gone.length > 0)
        expect(gone.reduce((sum, { worth }) => sum + worth, 0)).toBeLessThan(offered.costMs + 1e-9);
      if (sizeOfResult(result) <= spareBytes) expect(isKept).toBe(true);
      expect(tier.sizeBytes).toBeLessThanOrEqual(maxBytes);
    }),
  );
});

const step = fc.record({
  kind: fc.constantFrom('set', 'offer', 'get', 'delete', 'clear', 'bound'),
  key: fc.integer({ min: 0, max: 30 }),
  values: fc.integer({ min: 0, max: 200 }),
});

test('whatever happens, it never exceeds its bound, counts its bytes rightly and gives back what was set last', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let maxBytes = 5000;
      const tier = new MemoryTier({ maxBytes, ttlMs: null });
      const latest = new Map<string, CachedResult>();
      for (const { kind, key: number, values } of steps) {
        const key = `k${number}`;
        if (kind === 'set') {
          const result = makeResult(key, { values, costMs: values / 7, model: `m${number % 2}` });
          latest.set(key, result);
          tier.set(key, result);
        } else if (kind === 'offer') {
          const result = makeResult(key, { values, costMs: values / 7 });
          if (tier.offer(key, result)) latest.set(key, result);
        } else if (kind === 'get') {
          const found = tier.get(key, key, 0);
          if (found !== undefined) expect(found).toBe(latest.get(key));
        } else if (kind === 'delete') tier.delete(key);
        else if (kind === 'clear') tier.deleteWhere(({ model }) => model === 'm0');
        else {
          maxBytes = values * 50;
          tier.setLimits({ maxBytes, ttlMs: null });
        }
        const kept = [...tier.list()];
        expect(tier.sizeBytes).toBe(kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
        expect(tier.entries).toBe(kept.length);
        expect(tier.sizeBytes).toBeLessThanOrEqual(maxBytes);
      }
    }),
  );
});
