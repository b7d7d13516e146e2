import type { ModelScheduler, SchedulerQueue } from '../core/scheduling/modelScheduler.ts';
import type { QueueItem } from './engineRequest.ts';

export interface OfferListener {
  /** Work was offered. */
  onOffer(): void;
}

/** Adds up the work that is offered to a model, what was refused included. */
export class DemandMeter {
  readonly #scheduler: ModelScheduler<QueueItem>;
  readonly #listener: OfferListener;
  #offeredMs = 0;

  constructor(scheduler: ModelScheduler<QueueItem>, listener: OfferListener) {
    this.#scheduler = scheduler;
    this.#listener = listener;
  }

  add(rows: number, queue: SchedulerQueue<QueueItem> | undefined): void {
    this.#offeredMs += rows * this.#scheduler.rowMs(queue);
    this.#listener.onOffer();
  }

  /** What came since the last call, in milliseconds of one instance, and what a row costs at present. */
  take(): { readonly workMs: number; readonly msPerRow: number } {
    const workMs = this.#offeredMs;
    this.#offeredMs = 0;
    return { workMs, msPerRow: this.#scheduler.rowMs() };
  }
}
