import { expect, test } from 'vitest';
import { createRandom } from '../../createRandom.ts';
import { arrivalPatterns } from './simulationGrid.ts';
import { makeArrivals } from './makeArrivals.ts';

const count = 50_000;

test.each(arrivalPatterns)('%s arrivals ascend', (pattern) => {
  const arrivals = makeArrivals(pattern, { ratePerMs: 2, count, random: createRandom(3) });
  expect(arrivals.every((at, index) => index === 0 || at >= arrivals[index - 1]!)).toBe(true);
});

test('Poisson arrivals have exponential gaps of the asked rate', () => {
  const arrivals = makeArrivals('poisson', { ratePerMs: 2, count, random: createRandom(3) });
  const gaps = arrivals.map((at, index) => at - (arrivals[index - 1] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / count;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / count;
  expect(mean).toBeCloseTo(0.5, 1);
  expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1);
});

test('bursty arrivals have the asked mean rate and vary more', () => {
  const arrivals = makeArrivals('bursty', { ratePerMs: 2, count, random: createRandom(3) });
  expect(count / arrivals[count - 1]! / 2).toBeCloseTo(1, 0);
  const perWindow = new Map<number, number>();
  for (const at of arrivals)
    perWindow.set(Math.floor(at / 25), (perWindow.get(Math.floor(at / 25)) ?? 0) + 1);
  const counts = [...perWindow.values()];
  const mean = counts.reduce((sum, each) => sum + each, 0) / counts.length;
  const variance = counts.reduce((sum, each) => sum + (each - mean) ** 2, 0) / counts.length;
  expect(variance / mean).toBeGreaterThan(5);
});

test('a spike comes five times as fast', () => {
  const arrivals = makeArrivals('spike', { ratePerMs: 2, count, random: createRandom(3) });
  const at = (share: number): number => arrivals[Math.floor(share * (count - 1))]!;
  expect((at(0.4) - at(0.2)) / (at(0.6) - at(0.4))).toBeCloseTo(5, 0);
});
