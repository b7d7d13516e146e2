import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextPeakRate, peakOf, type PeakTrial } from './peakSearch.ts';

const highestRate = 1e6;

/** Searches a service that answers `isMet` at a rate; gives its trials. */
function search(
  startRate: number,
  isMet: (rate: number, trial: number) => boolean,
  inTimeShare = 0.95,
): readonly PeakTrial[] {
  const trials: PeakTrial[] = [];
  for (;;) {
    const rate = nextPeakRate(trials, { startRate, highestRate });
    if (rate === undefined) return trials;
    const met = isMet(rate, trials.length);
    trials.push({ rate, met, inTimeShare: met ? 1 : inTimeShare, p99: null });
    expect(trials.length).toBeLessThan(100);
  }
}

test('the peak of any service is found within 5 %, never above it', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.2, max: 9e5, noNaN: true }),
      fc.double({ min: 0.1, max: 9e5, noNaN: true }),
      fc.constantFrom(0.2, 0.95),
      (capacity, startRate, inTimeShare) => {
        const peak = peakOf(search(startRate, (rate) => rate <= capacity, inTimeShare));
        expect(peak).toBeLessThanOrEqual(capacity);
        expect(peak).toBeGreaterThanOrEqual(capacity / 1.05001);
      },
    ),
  );
});

test('one bad moment does not lower the peak', () => {
  fc.assert(
    fc.property(fc.nat({ max: 12 }), (badTrial) => {
      const peak = peakOf(search(100, (rate, trial) => rate <= 1000 && trial !== badTrial));
      expect(peak).toBeGreaterThanOrEqual(1000 / 1.05001);
    }),
  );
});

test('a clear failure is not tried again', () => {
  const rates = search(100, (rate) => rate <= 1000, 0.3).map(({ rate }) => rate);
  expect(new Set(rates).size).toBe(rates.length);
});

test('a service that never holds has no peak, one that always does the highest rate', () => {
  expect(peakOf(search(8, () => false))).toBe(0);
  expect(peakOf(search(8, () => true))).toBe(highestRate);
});
