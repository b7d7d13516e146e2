import { describe, expect, test } from 'vitest';
import { ModelScheduler } from '../core/scheduling/modelScheduler.ts';
import { createRequest, type QueueItem } from './engineRequest.ts';
import { RetryList } from './retryList.ts';

const policy = { maxBatch: 16, maxQueueDelayMs: 0, preferredBatch: [], allowedBatch: [], isStatic: false };

function itemOf(id: number, priority = 2, enqueuedAt = 0): QueueItem {
  const owner = { answer: () => undefined, refuse: () => undefined };
  const deadlineAt = Number.POSITIVE_INFINITY;
  const options = { priority: priority as 1 | 2 | 3 };
  const request = createRequest({
    id,
    owner,
    answer: 'infer',
    model: 'm',
    options,
    requestStartAt: 0,
    deadlineAt,
  });
  return { request, part: 0, start: 0, rows: 1, priority, enqueuedAt, deadlineAt, state: 'new' };
}

function make(): { readonly retries: RetryList; readonly waits: (item: QueueItem) => void } {
  const scheduler = new ModelScheduler<QueueItem>(() => policy);
  const queue = scheduler.openQueue([{ rows: 1, ms: 5 }]);
  const retries = new RetryList(scheduler, { queueOf: () => queue });
  return {
    retries,
    waits: (item) => {
      queue.items.push(item);
    },
  };
}

const idOf = (step: ReturnType<RetryList['next']>): number | undefined => step?.items[0]?.request.id;

describe('RetryList', () => {
  test('runs one after the other alone, before what waits at the same priority', () => {
    const { retries, waits } = make();
    waits(itemOf(9));
    retries.add([itemOf(1), itemOf(2)]);
    expect(retries.next(0)).toMatchObject({ rows: 1, executedRows: 1, expectedMs: 5, reason: 'drain' });
    expect(idOf(retries.next(0))).toBe(2);
    expect(retries.next(0)).toBeUndefined();
  });

  test('lets a higher priority pass, but not for ever', () => {
    const { retries, waits } = make();
    waits(itemOf(9, 1));
    retries.add([itemOf(1, 3), itemOf(2, 1)]);
    expect(idOf(retries.next(0))).toBe(2);
    expect(retries.next(400)).toBeUndefined();
    expect(idOf(retries.next(501))).toBe(1);
  });

  test('skips what nobody waits for and says how much work is left', () => {
    const { retries } = make();
    const gone = itemOf(1);
    retries.add([gone, itemOf(2), itemOf(3)]);
    expect([retries.count, retries.workMs]).toEqual([3, 15]);
    gone.request.isSettled = true;
    expect([retries.count, retries.workMs]).toEqual([2, 10]);
    expect(idOf(retries.next(0))).toBe(2);
    expect(retries.drain().map(({ request }) => request.id)).toEqual([3]);
    expect([retries.count, retries.workMs]).toEqual([0, 0]);
  });
});
