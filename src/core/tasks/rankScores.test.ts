import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rankScores } from './rankScores.ts';

test('orders as a stable sort by falling score does', () => {
  fc.assert(
    fc.property(fc.float32Array({ noNaN: true, maxLength: 300 }), (scores) => {
      // Zero and minus zero are one score.
      const plain = scores.map((score) => (score === 0 ? 0 : score));
      const expected = Array.from(plain.keys()).sort((a, b) => plain[b]! - plain[a]! || a - b);
      expect(rankScores(plain)).toEqual(expected);
    }),
  );
});

test('puts NaN last', () => {
  expect(rankScores(Float32Array.of(Number.NaN, -5, 3))).toEqual([2, 1, 0]);
});
