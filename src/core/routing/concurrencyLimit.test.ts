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

test('stays near what can be carried at once, however long it is made use of', () => {
  const connections = 6;
  const limit = new ConcurrencyLimit();
  for (let count = 0; count < 5000; count += 1)
    limit.observe(20 * Math.max(1, limit.value / connections), limit.value);
  expect(limit.value).toBeGreaterThanOrEqual(connections);
  expect(limit.value).toBeLessThanOrEqual(2 * connections);
});

test('finds its way back where every call has come to take longer', () => {
  const limit = new ConcurrencyLimit();
  for (let count = 0; count < 200; count += 1) limit.observe(20, limit.value);
  for (let count = 0; count < 500; count += 1) limit.observe(100, limit.value);
  expect(limit.value).toBe(32);
});

test('does not take large bodies for a slow endpoint', () => {
  const limit = new ConcurrencyLimit();
  for (let count = 0; count < 400; count += 1) {
    const isLarge = count % 2 === 0;
    limit.observe(isLarge ? 200 : 20, limit.value, isLarge ? 600_000 : 64);
  }
  expect(limit.value).toBe(32);
});

test('law: it is a whole number from 1 to 32', () => {
  const step = fc.oneof(
    fc.record({
      ms: fc.double({ min: 0, max: 1e6, noNaN: true }),
      inFlight: fc.integer({ min: 1, max: 64 }),
      sizeBytes: fc.nat(),
    }),
    fc.constant('drop' as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const limit = new ConcurrencyLimit();
      for (const next of steps) {
        if (next === 'drop') limit.drop();
        else limit.observe(next.ms, next.inFlight, next.sizeBytes);
        expect(Number.isInteger(limit.value) && limit.value >= 1 && limit.value <= 32).toBe(true);
      }
    }),
  );
});
