import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextPeakTrial, peakOf, type NextTrial, type PeakTrial } from './peakSearch.ts';

const highestRate = 1e6;

/** Searches a service that answers `isMet` at a rate; gives its trials. */
function search(
  startRate: number,
  isMet: (trial: NextTrial, index: number) => boolean,
  inTimeShare = 0.95,
): readonly PeakTrial[] {
  const trials: PeakTrial[] = [];
  for (;;) {
    const trial = nextPeakTrial(trials, { startRate, highestRate });
    if (trial === undefined) return trials;
    const met = isMet(trial, trials.length);
    trials.push({ ...trial, met, inTimeShare: met ? 1 : inTimeShare, p99: null, latencyGrowth: null });
    expect(trials.length).toBeLessThan(100);
  }
}

test('the peak of any service is found within 5 %, never above it, and confirmed', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.2, max: 9e5, noNaN: true }),
      fc.double({ min: 0.1, max: 9e5, noNaN: true }),
      fc.constantFrom(0.2, 0.95),
      (capacity, startRate, inTimeShare) => {
        const trials = search(startRate, ({ rate }) => rate <= capacity, inTimeShare);
        const peak = peakOf(trials);
        expect(peak).toBeLessThanOrEqual(capacity);
        expect(peak).toBeGreaterThanOrEqual(capacity / 1.05001);
        expect(trials.at(-1)).toMatchObject({ rate: peak, met: true, isConfirming: true });
      },
    ),
  );
});

test('what only a short run keeps up is no peak: the highest rate is found that a longer one does', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 1e5, noNaN: true }),
      fc.double({ min: 1, max: 1.5, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (capacity, excess, inTimeShare) => {
        const trials = search(
          capacity / 3,
          ({ rate, isConfirming }) => rate <= capacity * (isConfirming ? 1 : excess),
          inTimeShare,
        );
        expect(peakOf(trials)).toBeLessThanOrEqual(capacity);
        expect(peakOf(trials)).toBeGreaterThanOrEqual(capacity / 1.05001);
      },
    ),
  );
});

test('one bad moment does not lower the peak', () => {
  fc.assert(
    fc.property(fc.nat({ max: 12 }), (badTrial) => {
      const peak = peakOf(search(100, ({ rate }, index) => rate <= 1000 && index !== badTrial));
      expect(peak).toBeGreaterThanOrEqual(1000 / 1.05001);
    }),
  );
});

test('a clear failure is not tried again', () => {
  const searched = search(100, ({ rate }) => rate <= 1000, 0.3).filter(({ isConfirming }) => !isConfirming);
  expect(new Set(searched.map(({ rate }) => rate)).size).toBe(searched.length);
});

test('a service that never holds has no peak, one that always does the highest rate', () => {
  expect(peakOf(search(8, () => false))).toBe(0);
  expect(peakOf(search(8, () => true))).toBe(highestRate);
});

test('a search that ends early tells the highest rate that nothing speaks against', () => {
  const at = (rate: number, met: boolean, isConfirming: boolean) => ({
    ...{ rate, met, isConfirming },
    inTimeShare: met ? 1 : 0.95,
  });
  const searched = [at(100, true, false), at(200, true, false), at(210, false, false), at(210, false, false)];
  expect(peakOf(searched)).toBe(200);
  expect(peakOf([...searched, at(200, false, true)])).toBe(100);
  expect(peakOf([at(100, false, false)])).toBe(0);
});
