import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { observeCost, predictCostMs, type CostTable } from './costModel.ts';

const linear: CostTable = [1, 2, 4, 8, 16].map((rows) => ({ rows, ms: 2 + 3 * rows }));
const fineClock = { tickMs: 0.005 };

describe('predictCostMs', () => {
  test.each([
    [1, 5],
    [3, 11],
    [8, 26],
    [12, 38],
    [32, 98],
  ])('%d rows of a linear model take %d ms', (rows, ms) => {
    expect(predictCostMs(linear, rows)).toBeCloseTo(ms);
  });

  test('is unknown without a measurement and proportional with one', () => {
    expect(predictCostMs([], 4)).toBeUndefined();
    expect(predictCostMs([{ rows: 2, ms: 6 }], 4)).toBeCloseTo(12);
  });
});

describe('observeCost', () => {
  test('follows a device that became twice as slow', () => {
    let table = linear;
    for (let run = 0; run < 200; run += 1) table = observeCost(table, { rows: 8, ms: 52 }, fineClock);
    expect(predictCostMs(table, 8)).toBeGreaterThan(50);
    expect(predictCostMs(table, 8)).toBeLessThan(53);
  });

  test('a single hiccup moves a prediction by less than 2 %', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 16 }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (rows, ms) => {
          const before = predictCostMs(linear, rows)!;
          const after = predictCostMs(observeCost(linear, { rows, ms }, fineClock), rows)!;
          expect(Math.abs(after / before - 1)).toBeLessThan(0.02);
        },
      ),
    );
  });

  test('learns nothing from runs that a coarse clock cannot tell apart', () => {
    const fast: CostTable = [{ rows: 1, ms: 0.03 }];
    expect(observeCost(fast, { rows: 1, ms: 0 }, { tickMs: 0.1 })).toBe(fast);
    expect(observeCost(fast, { rows: 1, ms: 0.1 }, { tickMs: 0.1 })).toBe(fast);
  });

  test('starts a table that has no measurement yet', () => {
    expect(observeCost([], { rows: 4, ms: 7 }, fineClock)).toEqual([{ rows: 4, ms: 7 }]);
  });

  test('takes a size far beside all that are known as a point of its own', () => {
    const one = observeCost([], { rows: 1, ms: 4 }, fineClock);
    expect(observeCost(one, { rows: 32, ms: 10 }, fineClock)).toEqual([
      { rows: 1, ms: 4 },
      { rows: 32, ms: 10 },
    ]);
    expect(observeCost([{ rows: 32, ms: 10 }], { rows: 3, ms: 5 }, fineClock)).toHaveLength(2);
    expect(observeCost(linear, { rows: 12, ms: 5 }, fineClock)).toHaveLength(linear.length);
  });

  test('never makes a cost zero, negative or infinite', () => {
    const runs = fc.array(
      fc.record({ rows: fc.integer({ min: 1, max: 40 }), ms: fc.double({ min: 0, max: 1e9, noNaN: true }) }),
    );
    fc.assert(
      fc.property(runs, (observed) => {
        const table = observed.reduce<CostTable>(
          (before, run) => observeCost(before, run, fineClock),
          linear,
        );
        expect(table.every(({ ms }) => ms > 0 && Number.isFinite(ms))).toBe(true);
      }),
    );
  });
});
