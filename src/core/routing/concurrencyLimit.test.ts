import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConcurrencyLimit } from './concurrencyLimit.ts';

test('begins at 4 and grows while it is used and nothing gets slower', () => {
  const limit = new ConcurrencyLimit();
  expect(limit.value).toBe(4);
  for (let count = 0; count < 200; count += 1) limit.observe(20, limit.value);
  expect(limit.value).toBe(32);
});

test('stays where it is while it is not made use of', () => {
  const limit = new ConcurrencyLimit();
  for (let count = 0; count < 200; count += 1) limit.observe(20, 1);
  expect(limit.value).toBe(4);
});

test('shrinks when round trips get longer, and by what is refused', () => {
  const limit = new ConcurrencyLimit();
  for (let count = 0; count < 100; count += 1) limit.observe(20, limit.value);
  const wide = limit.value;
  for (let count = 0; count < 10; count += 1) limit.observe(400, limit.value);
  expect(limit.value).toBeLessThan(wide / 2);
  for (let count = 0; count < 20; count += 1) limit.drop();
  expect(limit.value).toBe(1);
});

test('law: it is a whole number from 1 to 32', () => {
  const step = fc.oneof(
    fc.record({
      ms: fc.double({ min: 0, max: 1e6, noNaN: true }),
      inFlight: fc.integer({ min: 1, max: 64 }),
    }),
    fc.constant('drop' as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const limit = new ConcurrencyLimit();
      for (const next of steps) {
        if (next === 'drop') limit.drop();
        else limit.observe(next.ms, next.inFlight);
        expect(Number.isInteger(limit.value) && limit.value >= 1 && limit.value <= 32).toBe(true);
      }
    }),
  );
});
