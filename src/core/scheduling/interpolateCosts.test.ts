import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interpolateCosts, type WidthCost } from './interpolateCosts.ts';

const measured: readonly WidthCost[] = [
  {
    width: 8,
    table: [
      { rows: 1, ms: 2 },
      { rows: 4, ms: 5 },
    ],
  },
  {
    width: 32,
    table: [
      { rows: 1, ms: 8 },
      { rows: 2, ms: 15 },
    ],
  },
];

test.each([
  [
    8,
    [
      [1, 2],
      [4, 5],
    ],
  ],
  [
    20,
    [
      [1, 5],
      [2, 9],
      [4, 17],
    ],
  ],
  [
    64,
    [
      [1, 16],
      [2, 31],
      [4, 61],
    ],
  ],
  [
    4,
    [
      [1, 1],
      [2, 1.5],
      [4, 2.5],
    ],
  ],
])('%i tokens', (width, expected) => {
  const costs = interpolateCosts(measured, width);
  expect(costs.map(({ rows, ms }) => [rows, Math.round(100 * ms) / 100])).toEqual(expected);
});

test('one width stands for the others in proportion above it, and for itself below', () => {
  const one = [{ width: 16, table: [{ rows: 1, ms: 4 }] }];
  expect(interpolateCosts(one, 32)).toEqual([{ rows: 1, ms: 8 }]);
  expect(interpolateCosts(one, 8)).toEqual([{ rows: 1, ms: 4 }]);
  expect(interpolateCosts([], 8)).toEqual([]);
});

test('costs are positive at every width', () => {
  const table = fc
    .array(
      fc.record({
        rows: fc.integer({ min: 1, max: 64 }),
        ms: fc.double({ min: 0.01, max: 900, noNaN: true }),
      }),
      {
        minLength: 1,
        maxLength: 5,
      },
    )
    .map((points) => points.toSorted((left, right) => left.rows - right.rows))
    .filter((points) => new Set(points.map(({ rows }) => rows)).size === points.length);
  const widths = fc.uniqueArray(fc.record({ width: fc.integer({ min: 1, max: 512 }), table }), {
    selector: ({ width }) => width,
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(widths, fc.integer({ min: 1, max: 1024 }), (known, width) => {
      for (const { ms } of interpolateCosts(known, width)) expect(ms).toBeGreaterThan(0);
    }),
  );
});
