import { predictCostMs } from '../core/scheduling/costModel.ts';
import type { BatchStep, SchedulerQueue } from '../core/scheduling/modelScheduler.ts';
import type { QueueItem } from './engineRequest.ts';

/** A run of one item of a batch that failed. */
export function stepAlone(item: QueueItem, queue: SchedulerQueue<QueueItem>): BatchStep<QueueItem> {
  const { rows } = item;
  const expectedMs = predictCostMs(queue.cost, rows) ?? 0;
  return {
    kind: 'run',
    queue,
    items: [item],
    rows,
    executedRows: rows,
    expectedMs,
    reason: 'drain',
    late: [],
  };
}
