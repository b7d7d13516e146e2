import type { QueuedItem, RequestQueue } from './requestQueue.ts';

interface TurnQueue<Item extends QueuedItem> {
  readonly items: RequestQueue<Item>;
}

/** A lower priority has aged when its head waited so long. */
const agingMs = 500;
/** It then has one turn after so many of the higher ones. */
const turnsPerAgedTurn = 8;

/** Which of a model's queues may be next, by the priority of their heads: the highest, but now and then those that have aged. */
export class QueueTurns<Item extends QueuedItem> {
  #turnsSinceAged = 0;

  /** Of these queues, in none of which nothing waits, those that may be next. */
  next<Queue extends TurnQueue<Item>>(waiting: Queue[], now: number): Queue[] {
    if (waiting.length < 2) return waiting;
    const heads = waiting.map(({ items }) => items.peek(now));
    const priorities = heads.map((head) => head?.priority ?? Number.POSITIVE_INFINITY);
    const highest = Math.min(...priorities);
    const aged = waiting.filter((_, index) => {
      const enqueuedAt = heads[index]?.enqueuedAt ?? now;
      return (priorities[index] as number) > highest && enqueuedAt < now - agingMs;
    });
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
