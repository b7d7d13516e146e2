import { chooseTargetRows } from './chooseTargetRows.ts';
import { largestAtMost } from './largestAtMost.ts';
import { predictCostMs, type CostTable } from './costModel.ts';

/** Why a batch was released. */
export type DispatchReason = 'full' | 'idle' | 'deadline' | 'drain';

export interface QueueState {
  readonly rows: number;
  readonly oldestEnqueuedAt: number;
  /** When the first of those that wait has to be done, or one that waited with them; Infinity without deadlines. */
  readonly earliestEndAt: number;
  /** What the head was given when it came, from arrival to deadline; Infinity without one. */
  readonly headBudgetMs: number;
}

export interface BatchPolicy {
  readonly maxBatch: number;
  readonly maxQueueDelayMs: number;
  /** Sizes that are released as soon as they are reached; empty for none. */
  readonly preferredBatch: readonly number[];
  readonly cost: CostTable;
  /** By what factor runs take longer than the table says. */
  readonly serviceRatio: number;
  /** Takes what waits up to `maxBatch`, whatever the cost table says. */
  readonly isStatic: boolean;
  /** What handing a batch over and back costs beside its run; where it is not said, little. */
  readonly handOverMs?: number | undefined;
}

/** What the instance that would run the batch is doing. */
export type InstanceLoad = 'idle' | 'running';

export type BatchPlan =
  | { readonly kind: 'idle' }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'run'; readonly rows: number; readonly reason: DispatchReason };

/** A second job is posted behind a running one only when at least this many rows wait, and half of a target batch: less drains text-throughput. */
const minRowsAhead = 8;
/** Runs at least this long are not committed early for requests with a deadline: what is late by then could not be dropped any more. */
const veryLongRunMs = 20;
/** Timers come late. */
const timerSlackMs = 5;
/** Runs at least this long gain so little from a job posted ahead that only a full batch is committed early. */
const longRunMs = 5;

/**
 * Late and work-conserving: an idle instance takes what waits at once, up to the target size; a running one is given
 * one batch ahead when enough rows wait. The size follows from the whole budget of the head, never from what is left of it, so that a
 * late head does not shrink the batch. `maxQueueDelayMs` holds a partial batch back, but never so long that one of its requests would be late.
 */
export function planBatch(
  queue: QueueState,
  policy: BatchPolicy,
  load: InstanceLoad,
  now: number,
): BatchPlan {
  if (queue.rows === 0) return { kind: 'idle' };
  const { cost, maxBatch, maxQueueDelayMs } = policy;
  const target = chooseTargetRows(cost, policy, { queuedRows: queue.rows, budgetMs: queue.headBudgetMs });
  if (load === 'running' && queue.rows < rowsAhead(cost, target, maxBatch, queue.headBudgetMs))
    return { kind: 'idle' };
  const rows = Math.min(target, queue.rows);
  if (rows >= target) return { kind: 'run', rows, reason: 'full' };
  const preferred = largestAtMost(policy.preferredBatch, rows);
  if (preferred !== undefined) return { kind: 'run', rows: preferred, reason: 'full' };
  const runMs = (predictCostMs(cost, target) ?? 0) * policy.serviceRatio;
  const latestStartAt = queue.earliestEndAt - runMs - timerSlackMs;
  const untilMs = Math.min(queue.oldestEnqueuedAt + maxQueueDelayMs, latestStartAt);
  if (maxQueueDelayMs > 0 && now < untilMs) return { kind: 'wait', untilMs };
  return { kind: 'run', rows, reason: maxQueueDelayMs > 0 ? 'deadline' : 'idle' };
}

/** How many rows must wait before a running instance is given the next batch. */
function rowsAhead(cost: CostTable, target: number, maxBatch: number, headBudgetMs: number): number {
  const runMs = predictCostMs(cost, target) ?? 0;
  if (runMs >= veryLongRunMs && headBudgetMs !== Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (runMs >= longRunMs) return Math.max(2, target);
  return maxBatch === 1 ? 2 : Math.min(Math.max(minRowsAhead, target / 2), maxBatch);
}
