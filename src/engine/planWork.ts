import { chooseBatchRows } from '../core/scheduling/chooseBatchRows.ts';
import { predictCostMs } from '../core/scheduling/costModel.ts';
import { pickQueue } from '../core/scheduling/pickQueue.ts';
import { planBatch, type BatchPlan } from '../core/scheduling/planBatch.ts';
import type { SubQueue } from './subQueue.ts';

export interface WorkConditions {
  readonly maxBatch: number;
  readonly maxQueueDelayMs: number;
  readonly isBatching: boolean;
  /** Whether the instance that would take the batch has nothing to run. */
  readonly isIdle: boolean;
  readonly now: number;
}

/** Which sub-queue an instance should serve next and with how many rows; undefined when nothing waits. */
export function planWork(
  subQueues: readonly SubQueue[],
  { maxBatch, maxQueueDelayMs, isBatching, isIdle, now }: WorkConditions,
): { readonly subQueue: SubQueue; readonly plan: BatchPlan } | undefined {
  const claims = subQueues.map(({ queue, cost }) => {
    if (queue.rows === 0) return { rows: 0, oldestEnqueuedAt: now, targetRows: 1 };
    const limits = { maxBatch, queuedRows: queue.rows, budgetMs: Number.POSITIVE_INFINITY };
    return {
      rows: queue.rows,
      oldestEnqueuedAt: queue.oldestEnqueuedAt(),
      targetRows: chooseBatchRows(cost, limits),
    };
  });
  const fullBonusMs = Math.max(1, ...subQueues.map(({ cost }) => predictCostMs(cost, maxBatch) ?? 0));
  const subQueue = subQueues[pickQueue(claims, now, fullBonusMs)];
  if (subQueue === undefined) return undefined;
  const { queue, cost } = subQueue;
  const state = {
    rows: queue.rows,
    oldestEnqueuedAt: queue.oldestEnqueuedAt(),
    headDeadlineAt: queue.peek()?.deadlineAt ?? Number.POSITIVE_INFINITY,
  };
  const policy = { maxBatch, maxQueueDelayMs, cost, isBatching };
  return { subQueue, plan: planBatch(state, policy, isIdle ? 'idle' : 'running', now) };
}
