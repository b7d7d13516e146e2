import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../createRandom.ts';
import { expectArrivals, makeArrivals, spikeSpans, type RateSpan } from './makeArrivals.ts';

const span = fc.record({
  seconds: fc.double({ min: 0.1, max: 5, noNaN: true }),
  rate: fc.double({ min: 0.5, max: 500, noNaN: true }),
});

test('arrivals ascend within the run and are the same for the same seed', () => {
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 4 }), fc.nat(), (spans, seed) => {
      const times = makeArrivals(spans, createRandom(seed));
      const endMs = spans.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
      for (const [index, at] of times.entries()) {
        expect(at).toBeGreaterThanOrEqual(index === 0 ? 0 : times[index - 1]!);
        expect(at).toBeLessThan(endMs);
      }
      expect(makeArrivals(spans, createRandom(seed))).toEqual(times);
    }),
  );
});

test.each([1, 2, 3, 4])('with seed %s counts and gaps are those of a Poisson process', (seed) => {
  const rate = 1000;
  const times = makeArrivals([{ rate, seconds: 200 }], createRandom(seed));
  const counts = new Array<number>(2000).fill(0);
  for (const at of times) counts[Math.floor(at / 100)]! += 1;
  const mean = times.length / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
  expect(times.length / 200 / rate).toBeCloseTo(1, 1);
  // A Poisson count has its mean as its variance; 2,000 windows estimate that within a tenth.
  expect(Math.abs(variance / mean - 1)).toBeLessThan(0.1);
  const gaps = Array.from(times.subarray(1), (at, index) => at - times[index]!);
  const longer = gaps.filter((gap) => gap > 1000 / rate).length / gaps.length;
  expect(Math.abs(longer - Math.exp(-1))).toBeLessThan(0.01);
});

test('a spike has its middle third at five times the rate', () => {
  const times = makeArrivals(spikeSpans(100, 30), createRandom(7));
  const inThird = (third: number): number =>
    times.filter((at) => at >= third * 10_000 && at < (third + 1) * 10_000).length;
  for (const [third, expected] of [1000, 5000, 1000].entries())
    expect(Math.abs(inThird(third) / expected - 1)).toBeLessThan(0.1);
  expect(expectArrivals(spikeSpans(100, 30))).toBeCloseTo(7000);
});

test('more arrivals than expected find room', () => {
  const spans: readonly RateSpan[] = [{ rate: 100, seconds: 1 }];
  // Numbers near 0 give gaps near 0.
  let draws = 0;
  const times = makeArrivals(spans, () => ((draws += 1), 0.5));
  expect(times.length).toBe(Math.ceil(100 / Math.log(2)) - 1);
  expect(draws).toBe(times.length + 1);
});
