import { expect, test } from 'vitest';
import { TokenBucket } from './tokenBucket.ts';

test('so many pass at once, then so many a second, and no more after a long pause', () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 3 });
  const passed = (now: number, tries: number): number =>
    Array.from({ length: tries }, () => bucket.take(now)).filter(Boolean).length;
  expect(passed(0, 5)).toBe(3);
  expect(passed(99, 1)).toBe(0);
  expect(passed(100, 5)).toBe(1);
  expect(passed(400, 5)).toBe(3);
  expect(passed(100_000, 9)).toBe(3);
  expect(passed(50_000, 9)).toBe(0);
});
