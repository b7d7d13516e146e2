import type { ModelScheduler, SchedulerQueue } from './modelScheduler.ts';
import type { QueuedItem } from './requestQueue.ts';

/** A request that asks to be queued. */
export interface Newcomer {
  readonly rows: number;
  /** 1 is highest, 3 lowest. */
  readonly priority: number;
  /** When its caller began to wait. */
  readonly startAt: number;
  /** Infinity without a deadline. */
  readonly deadlineAt: number;
}

/** The device on which the request would run. */
export interface DeviceLoad {
  /** For each instance of the model, milliseconds until it has done what it was given. */
  readonly remainingMs: readonly number[];
  /** Milliseconds of one instance for what the model runs before all that waits. */
  readonly retriesMs: number;
  /** Milliseconds of work that other models have at this priority or above. */
  readonly othersMs: number;
  /** Runs that the device can carry on at once without slowing each other. */
  readonly slots: number;
}

export type Admission =
  | { readonly kind: 'admitted' }
  /** Its priority holds all it may, but so many rows of lower ones can make room. */
  | { readonly kind: 'preempts'; readonly rows: number }
  | { readonly kind: 'refused'; readonly reason: 'full' }
  | { readonly kind: 'refused'; readonly reason: 'late'; readonly predictedMs: number };

/** The share of a deadline within which a request must be predicted to end: p99 of what is admitted then stays within it under overload. */
const admissionMargin = 0.85;

/**
 * Clockwork's rule: a request that is predicted to end late is refused when it comes, not after it waited. What it waits for is the work
 * ahead of it on the device, that of all models. A priority of which `maxQueueRows` wait takes a newcomer only in the place of a lower one.
 * Without measurements nothing is predicted late.
 */
export function admitRequest<Item extends QueuedItem>(
  scheduler: ModelScheduler<Item>,
  newcomer: Newcomer,
  device: DeviceLoad,
  {
    queue,
    maxQueueRows,
    now,
  }: {
    readonly queue?: SchedulerQueue<Item> | undefined;
    readonly maxQueueRows: number;
    readonly now: number;
  },
): Admission {
  if (newcomer.deadlineAt !== Number.POSITIVE_INFINITY) {
    const predictedMs = now - newcomer.startAt + predictServiceMs(scheduler, newcomer, device, queue);
    const allowedMs = admissionMargin * (newcomer.deadlineAt - newcomer.startAt);
    if (predictedMs > allowedMs && !mayProbe(scheduler, device, now)) {
      return { kind: 'refused', reason: 'late', predictedMs };
    }
  }
  const { priority } = newcomer;
  const atOrAbove = scheduler.rowsAtOrAbove(priority);
  const rows = atOrAbove - scheduler.rowsAtOrAbove(priority - 1);
  const needed = Math.min(newcomer.rows, rows + newcomer.rows - maxQueueRows);
  // A large request is taken whole while its priority is not half full.
  if (needed <= 0 || rows < maxQueueRows / 2) return { kind: 'admitted' };
  const lower = scheduler.rows - atOrAbove;
  return lower >= needed ? { kind: 'preempts', rows: needed } : { kind: 'refused', reason: 'full' };
}

/** Milliseconds from now until the request is answered: what is ahead of it, and the batch that it will be in. */
export function predictServiceMs<Item extends QueuedItem>(
  scheduler: ModelScheduler<Item>,
  { rows, priority, deadlineAt, startAt }: Newcomer,
  { remainingMs, retriesMs, othersMs, slots }: DeviceLoad,
  queue?: SchedulerQueue<Item>,
): number {
  const own = queue ?? scheduler.longestQueue();
  if (own === undefined) return 0;
  const budgetMs = deadlineAt - startAt;
  const { rows: fullRows, ms: fullMs } = scheduler.saturationOf(own, budgetMs);
  const ratio = scheduler.serviceRatio;
  const ahead = own.items.rowsAtOrAbove(priority);
  const fullBatches = Math.floor(ahead / fullRows);
  const elsewhereMs = scheduler.backlogMs(priority, budgetMs) - (ahead / fullRows) * fullMs * ratio;
  const backlogMs = retriesMs + Math.max(0, elsewhereMs) + fullBatches * fullMs * ratio;
  const running = remainingMs.map((ms) => ms * ratio);
  const runningMs = running.reduce((sum, ms) => sum + ms, 0);
  const firstFreeMs = running.length === 0 ? 0 : Math.min(...running);
  const ownWaitMs =
    backlogMs === 0
      ? firstFreeMs
      : Math.max(firstFreeMs, (runningMs + backlogMs) / Math.max(1, running.length));
  const deviceWaitMs = othersMs === 0 ? 0 : (othersMs + runningMs + backlogMs) / Math.max(1, slots);
  const rest = ahead - fullBatches * fullRows + rows;
  const batches = Math.ceil(rows / fullRows);
  const ownMs = batches > 1 ? batches * fullMs * ratio : scheduler.batchMs(own, Math.min(rest, fullRows));
  return Math.max(ownWaitMs, deviceWaitMs) + ownMs;
}

function mayProbe<Item extends QueuedItem>(
  scheduler: ModelScheduler<Item>,
  { remainingMs, retriesMs }: DeviceLoad,
  now: number,
): boolean {
  const isIdle = scheduler.rows === 0 && retriesMs === 0 && remainingMs.every((ms) => ms === 0);
  return isIdle && scheduler.isUntested(now);
}
