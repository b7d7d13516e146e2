import { expect, test } from 'vitest';
import { predictWaitMs, type WaitQuestion } from './predictWaitMs.ts';

/** Runs of 10 ms a row; a queue whose oldest came 40 ms ago. */
function wait(question: Partial<WaitQuestion>): number {
  return predictWaitMs({
    oldestMs: 40,
    rows: 4,
    rowsBefore: 0,
    freeInMs: 0,
    fullRows: 1,
    batchMs: (rows) => 10 * rows,
    ...question,
  });
}

test.each<[string, Partial<WaitQuestion>, number]>([
  ['the head of runs of one row', {}, 10],
  ['behind three of them', { rowsBefore: 3 }, 40],
  ['behind what runs', { rowsBefore: 3, freeInMs: 7 }, 47],
  ['in a batch with those behind it', { fullRows: 8 }, 40],
  ['in a batch that is full', { fullRows: 2 }, 20],
  ['in the second batch', { fullRows: 2, rowsBefore: 2 }, 40],
  ['in a batch with those that will have come', { fullRows: 8, freeInMs: 20 }, 80],
  ['alone in the queue since a moment ago', { fullRows: 8, rows: 1, oldestMs: 0, freeInMs: 5 }, 25],
  ['where nothing was measured', { batchMs: () => 0, freeInMs: 3 }, 3],
])('%s', (_, question, expected) => {
  expect(wait(question)).toBe(expected);
});
