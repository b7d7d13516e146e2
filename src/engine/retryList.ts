import type { QueueItem } from './engineRequest.ts';

/** Items of failed batches, each to be run once more alone. */
export class RetryList {
  readonly #items: QueueItem[] = [];

  /** Of those that are still waited for. */
  get count(): number {
    return this.#items.filter(({ request }) => !request.isSettled).length;
  }

  add(items: readonly QueueItem[]): void {
    this.#items.push(...items);
  }

  next(): QueueItem | undefined {
    let retry = this.#items.shift();
    while (retry?.request.isSettled === true) retry = this.#items.shift();
    return retry;
  }

  drain(): readonly QueueItem[] {
    return this.#items.splice(0);
  }
}
