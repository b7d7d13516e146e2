import { chooseBatchRows } from '../core/scheduling/chooseBatchRows.ts';
import { predictCostMs } from '../core/scheduling/costModel.ts';
import { pickQueue, type QueueClaim } from '../core/scheduling/pickQueue.ts';
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

/**
 * Which sub-queue an instance should serve next and with how many rows. A queue that may still wait never holds back another;
 * `wait` names the earliest moment to ask again. Undefined when nothing is to be done.
 */
export function planWork(
  subQueues: readonly SubQueue[],
  { maxBatch, maxQueueDelayMs, isBatching, isIdle, now }: WorkConditions,
): { readonly subQueue: SubQueue; readonly plan: BatchPlan } | undefined {
  const candidates = subQueues.filter(({ queue }) => queue.rows > 0);
  let waiting: { readonly subQueue: SubQueue; readonly plan: BatchPlan & { kind: 'wait' } } | undefined;
  while (candidates.length > 0) {
    const index = pickQueue(
      candidates.map((subQueue) => claimOf(subQueue, maxBatch)),
      now,
      fullBatchMs(candidates, maxBatch),
    );
    const [subQueue] = candidates.splice(index, 1) as [SubQueue];
    const { queue, cost } = subQueue;
    const state = {
      rows: queue.rows,
      oldestEnqueuedAt: queue.oldestEnqueuedAt(),
      headDeadlineAt: queue.peek()?.deadlineAt ?? Number.POSITIVE_INFINITY,
    };
    const policy = { maxBatch, maxQueueDelayMs, cost, isBatching };
    const plan = planBatch(state, policy, isIdle ? 'idle' : 'running', now);
    if (plan.kind === 'run') return { subQueue, plan };
    if (plan.kind === 'wait' && plan.untilMs < (waiting?.plan.untilMs ?? Number.POSITIVE_INFINITY)) {
      waiting = { subQueue, plan };
    }
  }
  return waiting;
}

function claimOf({ queue, cost }: SubQueue, maxBatch: number): QueueClaim {
  const limits = { maxBatch, queuedRows: queue.rows, budgetMs: Number.POSITIVE_INFINITY };
  return {
    rows: queue.rows,
    oldestEnqueuedAt: queue.oldestEnqueuedAt(),
    targetRows: chooseBatchRows(cost, limits),
  };
}

function fullBatchMs(subQueues: readonly SubQueue[], maxBatch: number): number {
  return Math.max(1, ...subQueues.map(({ cost }) => predictCostMs(cost, maxBatch) ?? 0));
}
