import { expect, test } from 'vitest';
import { niceCeiling } from './niceCeiling.ts';

test.each([
  [0, 4],
  [3.9, 4],
  [4.1, 6],
  [10, 10],
  [11, 20],
  [197, 200],
  [213, 400],
  [1001, 2000],
])('an axis that must hold %s ends at %s', (value, end) => {
  expect(niceCeiling(value, 4)).toBe(end);
});

test('small values get a small axis where that is allowed', () => {
  expect(niceCeiling(0.13, 0.1)).toBe(0.2);
  expect(niceCeiling(Number.NEGATIVE_INFINITY, 1)).toBe(1);
});
