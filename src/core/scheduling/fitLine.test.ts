import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitLine } from './fitLine.ts';

test('finds the line that the points lie on', () => {
  const lines = fc.record({
    alphaMs: fc.double({ min: 0, max: 100, noNaN: true }),
    betaMs: fc.double({ min: 0.01, max: 10, noNaN: true }),
  });
  fc.assert(
    fc.property(lines, ({ alphaMs, betaMs }) => {
      const fitted = fitLine([1, 2, 8, 32].map((rows) => ({ rows, ms: alphaMs + betaMs * rows })));
      expect(fitted?.alphaMs).toBeCloseTo(alphaMs, 6);
      expect(fitted?.betaMs).toBeCloseTo(betaMs, 6);
      expect(fitted?.r2).toBeCloseTo(1, 6);
    }),
  );
});

test('says how well a line describes what is none', () => {
  const bent = [1, 2, 4, 8, 16].map((rows) => ({ rows, ms: rows === 8 ? 50 : rows }));
  expect(fitLine(bent)?.r2).toBeLessThan(0.5);
});

test('finds none through points of one size', () => {
  expect(fitLine([])).toBeUndefined();
  expect(
    fitLine([
      { rows: 4, ms: 1 },
      { rows: 4, ms: 2 },
    ]),
  ).toBeUndefined();
});
