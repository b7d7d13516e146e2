import { expect, test } from 'vitest';
import { formatNines } from './formatNines.ts';

test.each([
  [0, 'p0'],
  [1, 'p90'],
  [2, 'p99'],
  [3, 'p99.9'],
  [4, 'p99.99'],
  [0.30103, 'p50'],
  [1.30103, 'p95'],
  [2.30103, 'p99.5'],
  [2.5, 'p99.68'],
])('%s nines are %s', (x, text) => {
  expect(formatNines(x)).toBe(text);
});
