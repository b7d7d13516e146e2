import type { QueuedItem, RequestQueue } from './requestQueue.ts';

interface TurnQueue<Item extends QueuedItem> {
  readonly items: RequestQueue<Item>;
}

/** A lower priority has aged when its head waited so long. */
const agingMs = 500;
/** It then has one turn after so many of the higher ones. */
const turnsPerAgedTurn = 8;

/** Which of a model's queues may be next, by the highest priority in each: the highest, but now and then those that have aged. */
export class QueueTurns<Item extends QueuedItem> {
  #turnsSinceAged = 0;

  /** Of these queues, in none of which nothing waits, those that may be next. */
  next<Queue extends TurnQueue<Item>>(waiting: Queue[], now: number): Queue[] {
    if (waiting.length < 2) return waiting;
    // An aged row of a lower priority does not make its queue one of that priority.
    const priorities = waiting.map(({ items }) => items.topPriority());
    const highest = Math.min(...priorities);
    const aged = waiting.filter(
      ({ items }, index) =>
        (priorities[index] as number) > highest && items.oldestEnqueuedAt() < now - agingMs,
    );
    if (aged.length > 0) {
      this.#turnsSinceAged += 1;
      if (this.#turnsSinceAged > turnsPerAgedTurn) {
        this.#turnsSinceAged = 0;
        return aged;
      }
    }
    return waiting.filter((_, index) => priorities[index] === highest);
  }
}
