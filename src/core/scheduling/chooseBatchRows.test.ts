import { describe, expect, test } from 'vitest';
import { chooseBatchRows } from './chooseBatchRows.ts';
import type { CostTable } from './costModel.ts';

const sizes = [1, 2, 4, 8, 16, 32, 64];

function table(alpha: number, beta: number): CostTable {
  return sizes.map((rows) => ({ rows, ms: alpha + beta * rows }));
}

const noDeadline = Number.POSITIVE_INFINITY;

describe('chooseBatchRows', () => {
  test('a model whose time is linear in the batch runs alone', () => {
    expect(chooseBatchRows(table(0, 20), { maxBatch: 64, queuedRows: 1, budgetMs: noDeadline })).toBe(1);
  });

  test('a model with a fixed cost a run batches widely', () => {
    expect(chooseBatchRows(table(0.05, 0.002), { maxBatch: 64, queuedRows: 64, budgetMs: noDeadline })).toBe(
      64,
    );
  });

  test('takes the smallest size within 2 % of the best', () => {
    const flat: CostTable = [
      { rows: 1, ms: 10 },
      { rows: 8, ms: 16 },
      { rows: 16, ms: 31.8 },
    ];
    expect(chooseBatchRows(flat, { maxBatch: 16, queuedRows: 10, budgetMs: noDeadline })).toBe(8);
  });

  test.each([
    [0.7, 8],
    [1.5, 1],
  ])('of a linear model of %d ms a row takes %d: the hand-over of a short run weighs', (rowMs, rows) => {
    expect(chooseBatchRows(table(0, rowMs), { maxBatch: 64, queuedRows: 8, budgetMs: noDeadline })).toBe(
      rows,
    );
  });

  test('takes the best size itself while more than one batch without a deadline waits', () => {
    const flat: CostTable = [
      { rows: 1, ms: 1.9 },
      { rows: 8, ms: 8 },
      { rows: 16, ms: 15.9 },
    ];
    expect(chooseBatchRows(flat, { maxBatch: 16, queuedRows: 40, budgetMs: noDeadline })).toBe(16);
    expect(chooseBatchRows(flat, { maxBatch: 16, queuedRows: 40, budgetMs: 100 })).toBe(8);
  });

  test.each([2, 8, 40])('a linear model of %d ms a row runs alone however much waits', (rowMs) => {
    for (const budgetMs of [noDeadline, 5000])
      expect(chooseBatchRows(table(0, rowMs), { maxBatch: 64, queuedRows: 100, budgetMs })).toBe(1);
  });

  test('takes larger batches where the hand-over waits for a core', () => {
    const limits = { maxBatch: 64, queuedRows: 500, budgetMs: 200 };
    expect(chooseBatchRows(table(0, 0.67), limits)).toBe(8);
    expect(chooseBatchRows(table(0, 0.67), { ...limits, handOverMs: 1 })).toBe(64);
  });

  test.each([
    [200, 64],
    [100, 32],
    [60, 23],
    [5, 1],
  ])('for a deadline of %d ms takes %d rows of a model of 2 + 1.2 ms a row', (budgetMs, rows) => {
    expect(chooseBatchRows(table(2, 1.2), { maxBatch: 64, queuedRows: 500, budgetMs })).toBe(rows);
  });

  test('never exceeds the cap, also between measured sizes', () => {
    expect(chooseBatchRows(table(5, 0.1), { maxBatch: 20, queuedRows: 500, budgetMs: noDeadline })).toBe(20);
  });

  test('tries full batches of a shape of which one size was seen, or doubles it where that takes long', () => {
    const limits = { maxBatch: 32, queuedRows: 500, budgetMs: noDeadline };
    expect(chooseBatchRows([{ rows: 1, ms: 2 }], limits)).toBe(32);
    expect(chooseBatchRows([{ rows: 1, ms: 40 }], limits)).toBe(2);
    expect(chooseBatchRows([{ rows: 1, ms: 40 }], { ...limits, maxBatch: 1 })).toBe(1);
  });

  test('takes whatever waits up to the cap while nothing is measured', () => {
    expect(chooseBatchRows([], { maxBatch: 32, queuedRows: 3, budgetMs: noDeadline })).toBe(32);
  });
});
