import type { QueueState } from './planBatch.ts';
import type { QueuedItem, RequestQueue } from './requestQueue.ts';

/** A head that comes within this share of its budget of being late is dropped. */
const dropShare = 0.07;

/** When an item has to be done at the latest to be worth its run; Infinity without a deadline. */
export function latestEndAt({ deadlineAt, enqueuedAt }: QueuedItem): number {
  if (deadlineAt === Number.POSITIVE_INFINITY) return deadlineAt;
  return deadlineAt - dropShare * Math.max(0, deadlineAt - enqueuedAt);
}

/** What the size of the next batch depends on. */
export function stateOfQueue<Item extends QueuedItem>(items: RequestQueue<Item>, now: number): QueueState {
  const head = items.peek(now);
  return {
    rows: items.rows,
    oldestEnqueuedAt: items.oldestEnqueuedAt(),
    headDeadlineAt: head === undefined ? Number.POSITIVE_INFINITY : latestEndAt(head),
    headBudgetMs: head === undefined ? Number.POSITIVE_INFINITY : head.deadlineAt - head.enqueuedAt,
  };
}
