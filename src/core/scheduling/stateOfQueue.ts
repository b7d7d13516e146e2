import type { QueueState } from './planBatch.ts';
import type { QueuedItem, RequestQueue } from './requestQueue.ts';

/** What the size of the next batch depends on. */
export function stateOfQueue<Item extends QueuedItem>(items: RequestQueue<Item>, now: number): QueueState {
  const head = items.peek(now);
  return {
    rows: items.rows,
    oldestEnqueuedAt: items.oldestEnqueuedAt(),
    earliestEndAt: items.earliestEndAt,
    headBudgetMs: head === undefined ? Number.POSITIVE_INFINITY : head.deadlineAt - head.enqueuedAt,
  };
}
