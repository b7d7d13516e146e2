import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalizeVector, poolTokens } from './poolTokens.ts';

test('a row is the mean of its own tokens at length 1, whatever its padding holds', () => {
  const vectors = Float32Array.of(1, 1, 5, 7, 99, -99, 3, 4, 50, 50, -2, 0);
  const pooled = poolTokens(vectors, { width: 3, size: 2 }, [2, 1]);
  expect(pooled[0]).toBeCloseTo(0.6, 6);
  expect(pooled[1]).toBeCloseTo(0.8, 6);
  expect(pooled[2]).toBeCloseTo(0.6, 6);
  expect(pooled[3]).toBeCloseTo(0.8, 6);
});

test('padding changes nothing', () => {
  const number = fc.float({ min: -100, max: 100, noNaN: true });
  const token = fc.tuple(number, number, number);
  fc.assert(
    fc.property(
      fc.array(token, { minLength: 1, maxLength: 6 }),
      fc.array(token, { maxLength: 6 }),
      (own, padding) => {
        const bare = poolTokens(Float32Array.from(own.flat()), { width: own.length, size: 3 }, [own.length]);
        const all = [...own, ...padding];
        const padded = poolTokens(Float32Array.from(all.flat()), { width: all.length, size: 3 }, [
          own.length,
        ]);
        expect(padded).toEqual(bare);
      },
    ),
  );
});

test('a vector of zeros stays', () => {
  const zeros = new Float32Array(3);
  normalizeVector(zeros);
  expect([...zeros]).toEqual([0, 0, 0]);
});
