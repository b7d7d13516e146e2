import { expect, test } from 'vitest';
import { chooseTargetRows } from './chooseTargetRows.ts';

const linear = [1, 2, 4, 8].map((rows) => ({ rows, ms: 8 * rows }));
const policy = { maxBatch: 8, maxQueueDelayMs: 0, preferredBatch: [], isStatic: false };
const noDeadline = Number.POSITIVE_INFINITY;

test.each([
  ['as measured', {}, 20, noDeadline, 1],
  ['whatever waits where sizes are fixed', { isStatic: true }, 20, noDeadline, 8],
  ['the largest preferred size', { preferredBatch: [2, 4] }, 20, noDeadline, 4],
  ['a preferred size that no run may have is none', { preferredBatch: [2, 16] }, 20, noDeadline, 2],
  ['as many as a run may hold, where there is a delay to fill it', { maxQueueDelayMs: 50 }, 1, noDeadline, 8],
  ['preferred sizes before the largest', { maxQueueDelayMs: 50, preferredBatch: [4] }, 1, noDeadline, 4],
  ['as measured where what is asked leaves no time', { preferredBatch: [4] }, 20, 60, 1],
  ['what is asked where it leaves time', { preferredBatch: [4] }, 20, 64, 4],
])('%s', (_, change, queuedRows, budgetMs, rows) => {
  expect(chooseTargetRows(linear, { ...policy, ...change }, { queuedRows, budgetMs })).toBe(rows);
});
