import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from './createRandom.ts';

const draw = (seed: number, count: number): readonly number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, random);
};

test('the same seed gives the same numbers in [0, 1), another seed others', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (seed, other) => {
      const numbers = draw(seed, 50);
      expect(numbers).toEqual(draw(seed, 50));
      for (const number of numbers) expect(number >= 0 && number < 1).toBe(true);
      if (seed !== other) expect(numbers).not.toEqual(draw(other, 50));
    }),
  );
});

test.each([0, 1, 42, 2 ** 32 - 1])('numbers of seed %s are spread evenly', (seed) => {
  const counts = new Array<number>(10).fill(0);
  for (const number of draw(seed, 100_000)) counts[Math.floor(number * 10)]! += 1;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});
