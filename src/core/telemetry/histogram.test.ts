import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Histogram, relativeError } from './histogram.ts';
import { WindowedHistogram } from './windowedHistogram.ts';

const duration = fc.double({ min: 0.002, max: 1e6, noNaN: true });

describe('Histogram', () => {
  test('every quantile is within its relative error of the sorted samples', () => {
    fc.assert(
      fc.property(
        fc.array(duration, { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const histogram = new Histogram();
          for (const value of values) histogram.add(value);
          const sorted = values.toSorted((a, b) => a - b);
          const exact = sorted[Math.min(Math.floor(share * (values.length - 1) + 0.5), values.length - 1)]!;
          expect(Math.abs(histogram.quantile(share)! / exact - 1)).toBeLessThanOrEqual(relativeError * 1.01);
        },
      ),
    );
  });

  test('merging gives what adding all to one gives', () => {
    fc.assert(
      fc.property(fc.array(duration), fc.array(duration), (left, right) => {
        const [a, b, both] = [new Histogram(), new Histogram(), new Histogram()];
        for (const value of left) a.add(value);
        for (const value of right) b.add(value);
        for (const value of [...left, ...right]) both.add(value);
        a.merge(b);
        expect([a.count, a.quantile(0.5), a.quantile(0.99)]).toEqual([
          both.count,
          both.quantile(0.5),
          both.quantile(0.99),
        ]);
      }),
    );
  });

  test('is null without samples and keeps extremes', () => {
    const histogram = new Histogram();
    expect(histogram.quantile(0.5)).toBeNull();
    for (const value of [0, -1, 1e12]) histogram.add(value);
    expect(histogram.count).toBe(3);
  });

  test('counts what is at most a bound', () => {
    const histogram = new Histogram();
    for (const value of [1, 2, 3, 50]) histogram.add(value);
    expect([histogram.countAtMost(0.5), histogram.countAtMost(5), histogram.countAtMost(100)]).toEqual([
      0, 3, 4,
    ]);
  });
});

describe('WindowedHistogram', () => {
  test('forgets what is older than ten seconds, but not in total', () => {
    const windowed = new WindowedHistogram();
    windowed.add(5, 1000);
    windowed.add(7, 9500);
    expect(windowed.percentiles(10_900).samples).toBe(2);
    expect(windowed.percentiles(11_000).samples).toBe(1);
    expect(windowed.percentiles(60_000)).toEqual({ p50: null, p90: null, p99: null, samples: 0 });
    expect(windowed.total.count).toBe(2);
  });

  test('merges second by second', () => {
    const [one, other] = [new WindowedHistogram(), new WindowedHistogram()];
    one.add(5, 1000);
    other.add(6, 1500);
    one.merge(other);
    expect(one.percentiles(5000).samples).toBe(2);
    const later = new WindowedHistogram();
    later.add(7, 11_500);
    one.merge(later);
    expect(one.percentiles(12_500).samples).toBe(1);
    expect(one.total.count).toBe(3);
  });
});
