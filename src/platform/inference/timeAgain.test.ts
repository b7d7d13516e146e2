import { expect, test } from 'vitest';
import type { CostTable } from '../../core/scheduling/costModel.ts';
import { timeAgain } from './timeAgain.ts';

function tableOf(msByRows: Readonly<Record<number, number>>): CostTable {
  return Object.entries(msByRows).map(([rows, ms]) => ({ rows: Number(rows), ms }));
}

async function timed(
  table: CostTable,
  msOf: (rows: number) => number,
): Promise<{ readonly times: CostTable; readonly asked: readonly number[] }> {
  const asked: number[] = [];
  const times = await timeAgain(table, (rows) => {
    asked.push(rows);
    return Promise.resolve(msOf(rows));
  });
  return { times, asked };
}

test('small sizes that were timed on slow code are timed again, the larger first and one row last', async () => {
  const slow = tableOf({ 1: 1, 2: 1.9, 4: 6.7, 8: 10, 16: 23.5, 32: 22.2, 64: 43 });
  const { times, asked } = await timed(slow, (rows) => 0.68 * rows);
  expect(asked).toEqual([16, 8, 4, 2, 1]);
  expect(times.map(({ ms }) => ms / 0.68)).toEqual([1, 2, 4, 8, 16, 22.2 / 0.68, 43 / 0.68]);
});

test('times on a line, or below it, are left alone', async () => {
  for (const table of [
    tableOf({ 1: 1, 2: 1.1, 4: 1.3, 8: 1.7 }),
    tableOf({ 1: 3, 2: 3, 4: 3.1, 8: 8 }),
    tableOf({ 1: 5 }),
    [],
  ])
    expect(await timed(table, () => 0)).toEqual({ times: table, asked: [] });
});

test('what is slow indeed stays so', async () => {
  const table = tableOf({ 1: 1, 2: 4, 4: 4.5 });
  const { times, asked } = await timed(table, (rows) => (rows === 2 ? 5 : 1.2));
  expect(asked).toEqual([2, 1]);
  expect(times).toEqual(table);
});
