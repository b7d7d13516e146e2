import { expect, test } from 'vitest';
import { samplesNeeded } from './samplesNeeded.ts';

test.each([
  [0.5, [7, 11, 14, 22, 35]],
  [0.9, [44, 64, 81, 127, 197]],
  [0.95, [90, 130, 165, 259, 398]],
  [0.99, [459, 662, 838, 1307, 2010]],
  [0.999, [4603, 6636, 8403, 13105, 20140]],
])('the early stopping table of LoadGen for %s', (share, expected) => {
  expect([0, 1, 2, 5, 10].map((late) => samplesNeeded(share, late))).toEqual(expected);
});

test('many late requests need a little more than their share of samples', () => {
  const needed = samplesNeeded(0.99, 20_000);
  expect(needed).toBeGreaterThan(2_000_000);
  expect(needed).toBeLessThan(2_050_000);
});
