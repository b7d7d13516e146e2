import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LatencyTrend } from './latencyTrend.ts';

function growthOf(latencies: Iterable<readonly [startMs: number, latencyMs: number]>): number | null {
  const trend = new LatencyTrend();
  for (const [startMs, latencyMs] of latencies) trend.add(startMs, latencyMs);
  return trend.growth;
}

test('a line is found whatever its slope and in whatever order its points come', () => {
  const starts = fc.uniqueArray(fc.integer({ min: 0, max: 60_000 }), { minLength: 2, maxLength: 50 });
  fc.assert(
    fc.property(starts, fc.double({ min: -1, max: 1, noNaN: true }), (all, slope) => {
      expect(growthOf(all.map((startMs) => [startMs, 20 + slope * startMs]))).toBeCloseTo(slope, 6);
    }),
  );
});

test('a queue grows by what comes above the capacity', () => {
  const [rate, capacity] = [110, 100];
  const latencies = Array.from({ length: 500 }, (_, index) => {
    const startMs = (index * 1000) / rate;
    return [startMs, ((index + 1) * 1000) / capacity - startMs] as const;
  });
  expect(growthOf(latencies)).toBeCloseTo(rate / capacity - 1, 6);
});

test('one start says nothing of a trend', () => {
  expect(growthOf([])).toBeNull();
  expect(
    growthOf([
      [5, 1],
      [5, 9],
    ]),
  ).toBeNull();
});
