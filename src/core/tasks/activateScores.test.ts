import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activateScores } from './activateScores.ts';

const of = (...values: number[]): Float32Array => Float32Array.from(values);

test('a distribution is left as it is', () => {
  expect(activateScores(of(0.25, 0.5, 0.25), 'auto')).toEqual(of(0.25, 0.5, 0.25));
});

test('none changes nothing, sigmoid goes number by number', () => {
  expect(activateScores(of(-3, 5), 'none')).toEqual(of(-3, 5));
  expect(activateScores(of(0, Infinity, -Infinity), 'sigmoid')).toEqual(of(0.5, 1, 0));
});

test('whatever the numbers, scores are from 0 to 1, sum to 1 and keep the order', () => {
  const numbers = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(numbers, (values) => {
      const scores = activateScores(Float32Array.from(values), 'auto');
      let sum = 0;
      for (const [index, score] of scores.entries()) {
        sum += score;
        expect(score >= 0 && score <= 1).toBe(true);
        for (const [other, value] of values.entries())
          if (value < (values[index] as number)) expect(scores[other]).toBeLessThanOrEqual(score);
      }
      expect(sum).toBeCloseTo(1, 1);
    }),
  );
});
