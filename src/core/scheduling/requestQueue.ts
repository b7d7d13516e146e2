/** A request, or the part of one that fits a batch, as the scheduler sees it. */
export interface QueuedItem {
  readonly rows: number;
  /** 1 is highest, 3 lowest. */
  readonly priority: number;
  readonly enqueuedAt: number;
  /** Infinity without a deadline. */
  readonly deadlineAt: number;
  /** Kept by the queue: only what waits counts, and a withdrawn item is skipped when the head reaches it. */
  state: 'new' | 'waiting' | 'taken' | 'withdrawn';
}

const priorityLevels = 3;
const compactFrom = 1024;

interface Lane<Item> {
  items: Item[];
  head: number;
}

/** First in, first out within a priority; amortised O(1) at both ends. */
export class RequestQueue<Item extends QueuedItem> {
  readonly #lanes: readonly Lane<Item>[] = Array.from({ length: priorityLevels }, () => ({
    items: [],
    head: 0,
  }));
  #rows = 0;
  #count = 0;

  /** Rows that wait, withdrawn ones not counted. */
  get rows(): number {
    return this.#rows;
  }

  /** Items that wait, withdrawn ones not counted. */
  get count(): number {
    return this.#count;
  }

  push(item: Item): void {
    item.state = 'waiting';
    this.#laneOf(item).items.push(item);
    this.#rows += item.rows;
    this.#count += 1;
  }

  /** Puts an item back before all others of its priority: it was taken, and its run never happened. */
  pushFront(item: Item): void {
    item.state = 'waiting';
    const lane = this.#laneOf(item);
    if (lane.head > 0) {
      lane.head -= 1;
      lane.items[lane.head] = item;
    } else lane.items.unshift(item);
    this.#rows += item.rows;
    this.#count += 1;
  }

  /** Takes an item out if it still waits; one that was taken is no longer the queue's. */
  withdraw(item: Item): void {
    if (item.state !== 'waiting') return;
    item.state = 'withdrawn';
    this.#rows -= item.rows;
    this.#count -= 1;
  }

  /** The next item by priority and age, or undefined. */
  peek(): Item | undefined {
    for (const lane of this.#lanes) {
      const item = this.#firstOf(lane);
      if (item !== undefined) return item;
    }
    return undefined;
  }

  /** Takes items in order while they fit `maxRows`; always at least the first one, if any waits. */
  take(maxRows: number): Item[] {
    const taken: Item[] = [];
    let rows = 0;
    for (const lane of this.#lanes) {
      for (let item = this.#firstOf(lane); item !== undefined; item = this.#firstOf(lane)) {
        if (taken.length > 0 && rows + item.rows > maxRows) return taken;
        taken.push(item);
        item.state = 'taken';
        rows += item.rows;
        lane.head += 1;
        this.#rows -= item.rows;
        this.#count -= 1;
        if (rows >= maxRows) return taken;
      }
    }
    return taken;
  }

  /** Everything that waits, emptied out of the queue. */
  drain(): Item[] {
    return this.take(Number.POSITIVE_INFINITY);
  }

  /** The oldest arrival among the heads of the priorities; Infinity when empty. */
  oldestEnqueuedAt(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes) oldest = Math.min(oldest, this.#firstOf(lane)?.enqueuedAt ?? oldest);
    return oldest;
  }

  #laneOf(item: Item): Lane<Item> {
    const level = Math.min(Math.max(item.priority, 1), priorityLevels);
    return this.#lanes[level - 1] as Lane<Item>;
  }

  #firstOf(lane: Lane<Item>): Item | undefined {
    while (lane.head < lane.items.length && lane.items[lane.head]?.state !== 'waiting') lane.head += 1;
    if (lane.head === lane.items.length) {
      if (lane.head > 0) {
        lane.items = [];
        lane.head = 0;
      }
      return undefined;
    }
    if (lane.head >= compactFrom && lane.head * 2 >= lane.items.length) {
      lane.items = lane.items.slice(lane.head);
      lane.head = 0;
    }
    return lane.items[lane.head];
  }
}
