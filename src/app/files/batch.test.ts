import { expect, test } from 'vitest';
import { cancelBatch, maxRows, settleRows, startBatch } from './batch.ts';
import type { BatchInput } from './readInputs.ts';

const inputs = (count: number): BatchInput[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'text', input: `line ${String(index)}` }));

test('a batch starts with every row waiting, counted from one', () => {
  const batch = startBatch(inputs(2), 0);
  expect(batch.rows).toEqual([
    { row: 1, input: 'line 0', outcome: { kind: 'waiting' } },
    { row: 2, input: 'line 1', outcome: { kind: 'waiting' } },
  ]);
});

test('rows settle in any order, and failures are counted', () => {
  const batch = settleRows(
    startBatch(inputs(3), 0),
    [
      { row: 3, outcome: { kind: 'answered', label: 'eng', score: 0.9 } },
      { row: 1, outcome: { kind: 'failed', error: 'no word' } },
    ],
    40,
  );
  expect(batch.rows.map(({ outcome }) => outcome.kind)).toEqual(['failed', 'waiting', 'answered']);
  expect(batch).toMatchObject({ doneCount: 2, failedCount: 1, elapsedMs: 40 });
});

test('cancelling lists the waiting rows as cancelled and keeps the answers', () => {
  const half = settleRows(
    startBatch(inputs(2), 0),
    [{ row: 1, outcome: { kind: 'answered', label: 'eng', score: 1 } }],
    9,
  );
  const batch = cancelBatch(half);
  expect(batch.rows.map(({ outcome }) => outcome.kind)).toEqual(['answered', 'failed']);
  expect(batch).toMatchObject({ kind: 'cancelled', doneCount: 1, failedCount: 0, elapsedMs: 9 });
});

test('lines beyond the most that a batch takes are counted, not dropped in silence', () => {
  const batch = startBatch(inputs(maxRows + 5), 0);
  expect(batch.rows).toHaveLength(maxRows);
  expect(batch.leftOutCount).toBe(5);
});
