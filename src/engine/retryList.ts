import { predictCostMs } from '../core/scheduling/costModel.ts';
import type { BatchStep, ModelScheduler } from '../core/scheduling/modelScheduler.ts';
import type { QueueItem } from './engineRequest.ts';
import type { QueueIndex } from './queueIndex.ts';

/** An item that waited longer than this goes before higher priorities too. */
const agingMs = 500;

/** Items of failed batches, each to be run once more alone. */
export class RetryList {
  readonly #scheduler: Pick<ModelScheduler<QueueItem>, 'queues' | 'batchMs'>;
  readonly #index: Pick<QueueIndex, 'queueOf'>;
  #items: readonly QueueItem[] = [];

  constructor(
    scheduler: Pick<ModelScheduler<QueueItem>, 'queues' | 'batchMs'>,
    index: Pick<QueueIndex, 'queueOf'>,
  ) {
    this.#scheduler = scheduler;
    this.#index = index;
  }

  /** Of those that are still waited for. */
  get count(): number {
    return this.#open().length;
  }

  /** Milliseconds of one instance for all that is left. */
  get workMs(): number {
    if (this.#items.length === 0) return 0;
    return this.#open().reduce(
      (ms, { request, rows }) => ms + this.#scheduler.batchMs(this.#index.queueOf(request), rows),
      0,
    );
  }

  add(items: readonly QueueItem[]): void {
    this.#items = [...this.#items, ...items];
  }

  /** What runs now: before all that waits but higher priorities, and before these too once it is old. */
  next(now: number): BatchStep<QueueItem> | undefined {
    if (this.#items.length === 0) return undefined;
    const highest = this.#scheduler.queues
      .filter(({ items }) => items.rows > 0)
      .reduce((priority, { items }) => Math.min(priority, items.topPriority()), Number.POSITIVE_INFINITY);
    const open = this.#open();
    const item = open.find(({ priority, enqueuedAt }) => priority <= highest || now - enqueuedAt > agingMs);
    this.#items = open.filter((other) => other !== item);
    return item === undefined ? undefined : this.#stepFor(item);
  }

  drain(): readonly QueueItem[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  #open(): readonly QueueItem[] {
    return this.#items.filter(({ request }) => !request.isSettled);
  }

  #stepFor(item: QueueItem): BatchStep<QueueItem> {
    const queue = this.#index.queueOf(item.request);
    const { rows } = item;
    const expectedMs = predictCostMs(queue.cost, rows) ?? 0;
    const sizes = { rows, executedRows: rows, expectedMs };
    return { kind: 'run', queue, items: [item], ...sizes, reason: 'drain', late: [] };
  }
}
