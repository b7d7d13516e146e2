import { chooseBatchRows } from './chooseBatchRows.ts';
import type { CostTable } from './costModel.ts';

/** Why a batch was released. */
export type DispatchReason = 'full' | 'idle' | 'deadline' | 'drain';

export interface QueueState {
  readonly rows: number;
  readonly oldestEnqueuedAt: number;
  /** Deadline of the head; Infinity without one. */
  readonly headDeadlineAt: number;
}

export interface BatchPolicy {
  readonly maxBatch: number;
  readonly maxQueueDelayMs: number;
  readonly cost: CostTable;
  readonly isBatching: boolean;
}

/** What the instance that would run the batch is doing. */
export type InstanceLoad = 'idle' | 'running';

export type BatchPlan =
  | { readonly kind: 'idle' }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'run'; readonly rows: number; readonly reason: DispatchReason };

/** A second job is posted behind a running one only when at least this many rows wait, and half of a target batch: less drains text-throughput. */
export const minRowsAhead = 8;

/**
 * Late and work-conserving: an idle instance takes what waits at once, up to the target size; a running one is given
 * one batch ahead when enough rows wait. `maxQueueDelayMs` holds a partial batch back, never past its head's deadline.
 */
export function planBatch(
  queue: QueueState,
  policy: BatchPolicy,
  load: InstanceLoad,
  now: number,
): BatchPlan {
  if (queue.rows === 0) return { kind: 'idle' };
  const maxBatch = policy.isBatching ? policy.maxBatch : 1;
  const budgetMs = queue.headDeadlineAt - now;
  const target = chooseBatchRows(policy.cost, { maxBatch, queuedRows: queue.rows, budgetMs });
  const rows = Math.min(target, queue.rows);
  if (load === 'running' && queue.rows < Math.min(Math.max(minRowsAhead, target / 2), maxBatch))
    return { kind: 'idle' };
  if (load === 'running' && maxBatch === 1 && queue.rows < 2) return { kind: 'idle' };
  if (rows >= target) return { kind: 'run', rows, reason: 'full' };
  const waitUntilMs = Math.min(queue.oldestEnqueuedAt + policy.maxQueueDelayMs, queue.headDeadlineAt);
  if (policy.maxQueueDelayMs > 0 && now < waitUntilMs) return { kind: 'wait', untilMs: waitUntilMs };
  return { kind: 'run', rows, reason: policy.maxQueueDelayMs > 0 ? 'deadline' : 'idle' };
}
