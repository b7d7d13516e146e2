import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noServiceRatio, observeService, readServiceRatio, type ServiceRatio } from './serviceRatio.ts';

function after(times: readonly number[], from: ServiceRatio = noServiceRatio): number {
  return readServiceRatio(
    times.reduce((ratio, servedMs) => observeService(ratio, { expectedMs: 10, servedMs }), from),
  );
}

test('is 1 before anything ran and ignores runs of unknown length', () => {
  expect(readServiceRatio(noServiceRatio)).toBe(1);
  expect(readServiceRatio(observeService(noServiceRatio, { expectedMs: 0, servedMs: 50 }))).toBe(1);
});

test('follows a lasting change within some dozen runs', () => {
  expect(after(Array.from({ length: 40 }, () => 20))).toBeCloseTo(2);
  expect(
    after([...Array.from({ length: 40 }, () => 20), ...Array.from({ length: 60 }, () => 10)]),
  ).toBeCloseTo(1, 1);
});

test('a single hiccup, however long, changes it little', () => {
  const steady = Array.from({ length: 40 }, () => 10);
  expect(after([...steady, 60_000])).toBeLessThan(1.25);
});

test('stays within an eighth and eight times', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 200 }), (times) => {
      expect(after(times)).toBeGreaterThanOrEqual(1 / 8);
      expect(after(times)).toBeLessThanOrEqual(8);
    }),
  );
});
