import { expect, test } from 'vitest';
import { samplesNeeded } from './samplesNeeded.ts';
import { supportedShare } from './supportedShare.ts';

test.each([0.5, 0.9, 0.99, 0.999])('%s takes the samples that it takes elsewhere', (share) => {
  const needed = samplesNeeded(share, 1);
  expect(supportedShare(needed)).toBeGreaterThanOrEqual(share);
  expect(supportedShare(needed - 1)).toBeLessThan(share);
});

test('hardly any samples stand behind nothing', () => {
  expect([0, 1].map(supportedShare)).toEqual([0, 0]);
  expect(supportedShare(2)).toBeLessThan(0.1);
});
