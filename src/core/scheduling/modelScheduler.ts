import { chooseCompany } from './chooseCompany.ts';
import { chooseTargetRows } from './chooseTargetRows.ts';
import { chooseExecutedRows, roundUpRows } from './chooseExecutedRows.ts';
import { observeCost, predictCostMs, type CostTable } from './costModel.ts';
import type { ServedJob } from './jobTimeline.ts';
import { pickQueue } from './pickQueue.ts';
import { latestEndAt } from './latestEndAt.ts';
import { stateOfQueue } from './stateOfQueue.ts';
import { planBatch, type BatchPlan, type DispatchReason } from './planBatch.ts';
import { QueueTurns } from './queueTurns.ts';
import { RequestQueue, type QueuedItem } from './requestQueue.ts';
import { sumRows } from './sumRows.ts';
import { noServiceRatio, observeService, readServiceRatio, type ServiceRatio } from './serviceRatio.ts';

/** What may share a batch: rows of one shape. */
export interface SchedulerQueue<Item extends QueuedItem> {
  readonly items: RequestQueue<Item>;
  /** What its rows look like, as text. */
  readonly shape: string;
  /** Rows are padded to this width; queues of a model that have one can share a batch at the wider one's cost. */
  readonly width: number | undefined;
  cost: CostTable;
}

export interface SchedulerPolicy {
  readonly maxBatch: number;
  readonly maxQueueDelayMs: number;
  readonly preferredBatch: readonly number[];
  /** The only sizes that a run may execute; empty for any. */
  readonly allowedBatch: readonly number[];
  /** Takes what waits up to `maxBatch`, whatever the cost tables say. */
  readonly isStatic: boolean;
  /** What handing a batch over and back costs beside its run; where it is not said, little. */
  readonly handOverMs?: number | undefined;
}

/** What the instance that asks for work still has to do. */
export interface InstanceState {
  readonly jobs: number;
  readonly remainingMs: number;
}

export interface BatchStep<Item extends QueuedItem> {
  readonly kind: 'run';
  readonly queue: SchedulerQueue<Item>;
  readonly items: readonly Item[];
  /** Real rows; the run executes `executedRows`. */
  readonly rows: number;
  readonly executedRows: number;
  readonly expectedMs: number;
  readonly reason: DispatchReason;
  /** Items that would have been late even so and were taken out. */
  readonly late: readonly Item[];
}

export type Step<Item extends QueuedItem> =
  | BatchStep<Item>
  | { readonly kind: 'dropped'; readonly late: readonly Item[] }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'idle' };

/** The best batch under saturation. */
interface Saturation {
  readonly cost: CostTable;
  readonly policy: SchedulerPolicy;
  readonly rows: number;
  readonly ms: number;
}

/** A model that ran nothing for so long is tried again whatever is predicted, for its times may have been wrong. */
const untestedAfterMs = 1000;
/** Budgets whose saturation is remembered for each queue. */
const mostBudgets = 8;

/** The queues of one model: what runs next, and how much work there is. Knows no clock; every call says what time it is. */
export class ModelScheduler<Item extends QueuedItem> {
  readonly #queues: SchedulerQueue<Item>[] = [];
  readonly #saturations = new Map<SchedulerQueue<Item>, Map<number, Saturation>>();
  readonly #turns = new QueueTurns<Item>();
  readonly #policyOf: () => SchedulerPolicy;
  #service: ServiceRatio = noServiceRatio;
  #lastServedAt = Number.NEGATIVE_INFINITY;

  constructor(policyOf: () => SchedulerPolicy) {
    this.#policyOf = policyOf;
  }

  get queues(): readonly SchedulerQueue<Item>[] {
    return this.#queues;
  }

  /** Rows that wait. */
  get rows(): number {
    return this.#queues.reduce((rows, { items }) => rows + items.rows, 0);
  }

  /** When the item that has waited longest came; Infinity when none waits. */
  get oldestEnqueuedAt(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.#queues.map(({ items }) => items.oldestEnqueuedAt()));
  }

  /** Whether nothing ran for so long that what was measured may no longer hold. */
  isUntested(now: number): boolean {
    return now - this.#lastServedAt >= untestedAfterMs;
  }

  /** By what factor runs take longer than the cost tables say. */
  get serviceRatio(): number {
    return readServiceRatio(this.#service);
  }

  /** Milliseconds of one instance for a row of this queue in full batches; without a queue, of the one that waits longest in rows. */
  rowMs(queue: SchedulerQueue<Item> | undefined = this.longestQueue()): number {
    if (queue === undefined) return 0;
    const { rows, ms } = this.saturationOf(queue);
    return (ms / rows) * this.serviceRatio;
  }

  /** The queue with the most rows; the first when none waits. */
  longestQueue(): SchedulerQueue<Item> | undefined {
    let longest: SchedulerQueue<Item> | undefined;
    for (const queue of this.#queues)
      if (longest === undefined || queue.items.rows > longest.items.rows) longest = queue;
    return longest;
  }

  /** The item of the lowest priority below `priority` that came last: what a newcomer may displace. */
  newestBelow(priority: number): Item | undefined {
    let found: Item | undefined;
    for (const { items } of this.#queues) {
      const item = items.peekNewestBelow(priority);
      if (item === undefined) continue;
      const isLower = found === undefined || item.priority > found.priority;
      if (isLower || (item.priority === found?.priority && item.enqueuedAt > found.enqueuedAt)) found = item;
    }
    return found;
  }

  /** Rows that wait and go before a newcomer of this priority. */
  rowsAtOrAbove(priority: number): number {
    return this.#queues.reduce((rows, { items }) => rows + items.rowsAtOrAbove(priority), 0);
  }

  /** Forgets a queue in which nothing waits. */
  closeQueue(queue: SchedulerQueue<Item>): void {
    const index = this.#queues.indexOf(queue);
    if (index !== -1) this.#queues.splice(index, 1);
    this.#saturations.delete(queue);
  }

  openQueue(
    cost: CostTable = [],
    { shape = '', width }: { readonly shape?: string; readonly width?: number } = {},
  ): SchedulerQueue<Item> {
    const queue = { items: new RequestQueue<Item>(), shape, cost, width };
    this.#queues.push(queue);
    return queue;
  }

  /** Milliseconds of one instance for what waits at this priority or above. */
  backlogMs(priority: number, budgetMs = Number.POSITIVE_INFINITY): number {
    let ms = 0;
    for (const queue of this.#queues) {
      const rows = queue.items.rowsAtOrAbove(priority);
      if (rows === 0) continue;
      const saturation = this.saturationOf(queue, budgetMs);
      ms += (rows / saturation.rows) * saturation.ms;
    }
    return ms * this.serviceRatio;
  }

  /** Milliseconds for a batch of this many rows of the queue; 0 while nothing was measured. */
  batchMs(queue: SchedulerQueue<Item>, rows: number): number {
    return (predictCostMs(queue.cost, rows) ?? 0) * this.serviceRatio;
  }

  /** The size of batches while more than one is queued, for requests that were given `budgetMs`. */
  saturationOf(queue: SchedulerQueue<Item>, budgetMs = Number.POSITIVE_INFINITY): Saturation {
    const policy = this.#policyOf();
    let byBudget = this.#saturations.get(queue);
    if (byBudget === undefined || byBudget.size > mostBudgets) {
      byBudget = new Map();
      this.#saturations.set(queue, byBudget);
    }
    const known = byBudget.get(budgetMs);
    if (known?.cost === queue.cost && known.policy === policy) return known;
    const { cost } = queue;
    const rows = chooseTargetRows(cost, policy, { queuedRows: Number.POSITIVE_INFINITY, budgetMs });
    const saturation = { cost, policy, rows, ms: predictCostMs(cost, rows) ?? 0 };
    byBudget.set(budgetMs, saturation);
    return saturation;
  }

  /** What an instance should do next. A queue that may still wait never holds back another. */
  next(instance: InstanceState, now: number): Step<Item> {
    const policy = this.#policyOf();
    const candidates = this.#turns.next(
      this.#queues.filter(({ items }) => items.rows > 0),
      now,
    );
    let wait: Extract<Step<Item>, { kind: 'wait' }> | undefined;
    while (candidates.length > 0) {
      const index = candidates.length === 1 ? 0 : this.#pick(candidates, now);
      const [queue] = candidates.splice(index, 1) as [SchedulerQueue<Item>];
      const conditions = { ...policy, cost: queue.cost, serviceRatio: this.serviceRatio };
      const plan = planBatch(stateOfQueue(queue.items, now), conditions, loadOf(instance), now);
      if (plan.kind === 'run') return this.#take(queue, plan, instance, now);
      if (plan.kind === 'wait' && plan.untilMs < (wait?.untilMs ?? Number.POSITIVE_INFINITY)) wait = plan;
    }
    return wait ?? { kind: 'idle' };
  }

  /** Learns from a run that ended. */
  observe(
    { queue, executedRows }: Pick<BatchStep<Item>, 'queue' | 'executedRows'>,
    { ms, tickMs, served }: { readonly ms: number; readonly tickMs: number; readonly served: ServedJob },
    now: number,
  ): void {
    this.#lastServedAt = now;
    this.#service = observeService(this.#service, served);
    queue.cost = observeCost(queue.cost, { rows: executedRows, ms }, { tickMs });
  }

  #pick(candidates: readonly SchedulerQueue<Item>[], now: number): number {
    const claims = candidates.map((queue) => ({
      rows: queue.items.rows,
      oldestEnqueuedAt: queue.items.oldestEnqueuedAt(),
      targetRows: this.saturationOf(queue).rows,
    }));
    const fullMs = Math.max(1, ...candidates.map((queue) => this.saturationOf(queue).ms));
    return pickQueue(claims, now, fullMs);
  }

  #take(
    queue: SchedulerQueue<Item>,
    plan: BatchPlan & { readonly kind: 'run' },
    instance: InstanceState,
    now: number,
  ): Step<Item> {
    const { allowedBatch, maxBatch } = this.#policyOf();
    const goal = chooseExecutedRows(plan.rows, allowedBatch, queue.cost);
    const runMs = predictCostMs(queue.cost, goal.executed) ?? 0;
    const isProbe = instance.jobs === 0 && queue.items.count === 1 && this.isUntested(now);
    const startAt = isProbe ? Number.NEGATIVE_INFINITY : now + instance.remainingMs * this.serviceRatio;
    const endAt = startAt + runMs * this.serviceRatio;
    const isLate = (item: Item): boolean => endAt > latestEndAt(item);
    const taken = queue.items.take(goal.rows, now, isLate);
    const { late } = taken;
    if (taken.items.length === 0) return late.length > 0 ? { kind: 'dropped', late } : { kind: 'idle' };
    const own = sumRows(taken.items);
    const shared =
      allowedBatch.length === 0 && own < maxBatch
        ? this.#topUp(queue, taken.items, startAt, now)
        : { queue, items: [] };
    const rows = own + sumRows(shared.items);
    const executedRows = rows === goal.rows ? goal.executed : roundUpRows(rows, allowedBatch);
    return {
      kind: 'run',
      queue: shared.queue,
      items: [...taken.items, ...shared.items],
      rows,
      executedRows,
      expectedMs: predictCostMs(shared.queue.cost, executedRows) ?? 0,
      reason: plan.reason,
      late,
    };
  }

  /** Rows of other widths, where one padded batch that starts then costs less than two and makes neither `taken` nor their head late. */
  #topUp(
    queue: SchedulerQueue<Item>,
    taken: readonly Item[],
    startAt: number,
    now: number,
  ): { readonly queue: SchedulerQueue<Item>; readonly items: readonly Item[] } {
    const alone = { queue, items: [] };
    const { maxBatch } = this.#policyOf();
    const own = sumRows(taken);
    const best = chooseCompany(queue, own, this.#queues, maxBatch);
    const head = best?.source.items.peek(now);
    if (best === undefined || head === undefined) return alone;
    const { source, wider } = best;
    const joined = [...taken, head];
    const budgetMs = Math.min(...joined.map(({ deadlineAt, enqueuedAt }) => deadlineAt - enqueuedAt));
    const most = budgetMs === Number.POSITIVE_INFINITY ? maxBatch : this.saturationOf(wider, budgetMs).rows;
    const rows = Math.min(best.rows, most - own);
    if (head.rows > rows) return alone;
    const endAt = startAt + this.batchMs(wider, own + rows);
    if (joined.some((item) => endAt > latestEndAt(item))) return alone;
    return { queue: wider, items: source.items.take(rows, now).items };
  }
}

function loadOf({ jobs }: InstanceState): 'idle' | 'running' {
  return jobs === 0 ? 'idle' : 'running';
}
