import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseExecutedRows } from './chooseExecutedRows.ts';

const sizes = [1, 2, 4, 8, 16];
const flat = sizes.map((rows) => ({ rows, ms: 10 + 0.1 * rows }));
const linear = sizes.map((rows) => ({ rows, ms: 8 * rows }));

describe('chooseExecutedRows', () => {
  test('without allowed sizes runs the rows as they are', () => {
    expect(chooseExecutedRows(7, [], flat)).toEqual({ rows: 7, executed: 7 });
  });

  test('pads up where that is cheaper per real request', () => {
    expect(chooseExecutedRows(7, sizes, flat)).toEqual({ rows: 7, executed: 8 });
  });

  test('cuts down where padding is dearer', () => {
    expect(chooseExecutedRows(5, sizes, linear)).toEqual({ rows: 4, executed: 4 });
  });

  test('never takes nothing, never more than wait, never an odd size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.constantFrom(flat, linear, []), (rows, table) => {
        const chosen = chooseExecutedRows(rows, sizes, table);
        expect(chosen.rows).toBeGreaterThan(0);
        expect(chosen.rows).toBeLessThanOrEqual(rows);
        expect(chosen.executed).toBeGreaterThanOrEqual(chosen.rows);
        expect(sizes).toContain(chosen.executed);
      }),
    );
  });
});
