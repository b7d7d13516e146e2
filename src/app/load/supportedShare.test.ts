import { expect, test } from 'vitest';
import { missingSamples } from '../live/percentileSupport.ts';
import { supportedShare } from './supportedShare.ts';

test.each([
  ['p50', 0.5, 11],
  ['p90', 0.9, 64],
  ['p99', 0.99, 662],
] as const)('%s takes the samples that it takes elsewhere', (name, share, needed) => {
  expect(missingSamples(name, needed)).toBe(0);
  expect(supportedShare(needed)).toBeGreaterThanOrEqual(share);
  expect(supportedShare(needed - 1)).toBeLessThan(share);
});

test('hardly any samples stand behind nothing', () => {
  expect([0, 1].map(supportedShare)).toEqual([0, 0]);
  expect(supportedShare(2)).toBeLessThan(0.1);
});
