import { latestEndAt } from './latestEndAt.ts';

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

/** What was taken out: items to run, and items that were too late to be worth it. */
export interface Taken<Item> {
  readonly items: Item[];
  readonly late: Item[];
}

const priorityLevels = 3;
const compactFrom = 1024;
/** A head that waited longer than this has aged. */
const agingMs = 500;
/** While a lower priority has aged, it is given one row after this many rows of the higher ones. */
const rowsPerAgedRow = 8;
/** Among so many the place of an item is looked for. */
const mostLookedAt = 512;

interface Lane<Item> {
  /** Nothing is kept before the head: what was taken would live on with what it holds. */
  items: (Item | undefined)[];
  head: number;
  rows: number;
}

/**
 * First in, first out within a priority; amortised O(1) at both ends. Higher priorities go first, but a lower one whose head
 * has aged is given a ninth of the rows, so that nothing starves.
 */
export class RequestQueue<Item extends QueuedItem> {
  readonly #lanes: readonly Lane<Item>[] = Array.from({ length: priorityLevels }, () => ({
    items: [],
    head: 0,
    rows: 0,
  }));
  #rows = 0;
  #count = 0;
  #rowsSinceAged = 0;
  #earliestEndAt = Number.POSITIVE_INFINITY;

  /** When the first of all has to be done that came since the queue was empty; Infinity without deadlines. */
  get earliestEndAt(): number {
    return this.#earliestEndAt;
  }

  /** Rows that wait, withdrawn ones not counted. */
  get rows(): number {
    return this.#rows;
  }

  /** Items that wait, withdrawn ones not counted. */
  get count(): number {
    return this.#count;
  }

  push(item: Item): void {
    const lane = this.#laneOf(item);
    lane.items.push(item);
    this.#note(item, lane);
  }

  /** Puts an item back before all others of its priority: it was taken, and its run never happened. */
  pushFront(item: Item): void {
    const lane = this.#laneOf(item);
    if (lane.head > 0) {
      lane.head -= 1;
      lane.items[lane.head] = item;
    } else lane.items.unshift(item);
    this.#note(item, lane);
  }

  /** Takes an item out if it still waits; one that was taken is no longer the queue's. */
  withdraw(item: Item): void {
    if (item.state !== 'waiting') return;
    item.state = 'withdrawn';
    this.#forget(item, this.#laneOf(item));
  }

  /** Rows that wait and go before a newcomer of this priority. */
  rowsAtOrAbove(priority: number): number {
    let rows = 0;
    for (const [index, lane] of this.#lanes.entries()) if (index < priority) rows += lane.rows;
    return rows;
  }

  /** Rows that go before an item that waits; undefined where it is not among the first `most` items of its priority. */
  rowsBefore(item: Item, most = mostLookedAt): number | undefined {
    const { items, head } = this.#laneOf(item);
    let rows = this.rowsAtOrAbove(item.priority - 1);
    for (let index = head; index < Math.min(items.length, head + most); index += 1) {
      const other = items[index] as Item;
      if (other === item) return rows;
      if (other.state === 'waiting') rows += other.rows;
    }
    return undefined;
  }

  /** The next item by priority and age, or undefined. */
  peek(now: number): Item | undefined {
    const lane = this.#agedLane(now) ?? this.#topLane();
    return lane === undefined ? undefined : this.#firstOf(lane);
  }

  /** The highest priority of which something waits; 0 when nothing does. */
  topPriority(): number {
    return 1 + this.#lanes.findIndex((lane) => this.#firstOf(lane) !== undefined);
  }

  /** Of the lowest priority below `priority` the item that came last: what a newcomer may displace. */
  peekNewestBelow(priority: number): Item | undefined {
    for (let level = priorityLevels; level > priority; level -= 1) {
      const { items, head } = this.#lanes[level - 1] as Lane<Item>;
      while (items.length > head && items.at(-1)?.state !== 'waiting') items.pop();
      if (items.length > head) return items.at(-1);
    }
    return undefined;
  }

  /**
   * Takes items in order while they fit `maxRows`; always at least the first one, if any waits. Those that `isLate` says come
   * too late are taken out beside them, and others take their place.
   */
  take(maxRows: number, now: number, isLate?: (item: Item) => boolean): Taken<Item> {
    const taken: Taken<Item> = { items: [], late: [] };
    let rows = 0;
    while (rows < maxRows) {
      const aged = this.#agedLane(now);
      const lane = aged ?? this.#topLane();
      const item = lane === undefined ? undefined : this.#firstOf(lane);
      if (lane === undefined || item === undefined) break;
      const comesLate = isLate?.(item) === true;
      if (!comesLate && taken.items.length > 0 && rows + item.rows > maxRows) break;
      item.state = 'taken';
      lane.items[lane.head] = undefined;
      lane.head += 1;
      this.#forget(item, lane);
      if (comesLate) {
        taken.late.push(item);
        continue;
      }
      taken.items.push(item);
      rows += item.rows;
      this.#rowsSinceAged =
        aged === undefined
          ? Math.min(this.#rowsSinceAged + item.rows, rowsPerAgedRow)
          : this.#rowsSinceAged - rowsPerAgedRow * item.rows;
    }
    return taken;
  }

  /** Everything that waits, by priority and age, emptied out of the queue. */
  drain(): Item[] {
    return this.take(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY).items;
  }

  /** The oldest arrival among the heads of the priorities; Infinity when empty. */
  oldestEnqueuedAt(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes) oldest = Math.min(oldest, this.#firstOf(lane)?.enqueuedAt ?? oldest);
    return oldest;
  }

  #note(item: Item, lane: Lane<Item>): void {
    item.state = 'waiting';
    lane.rows += item.rows;
    if (this.#count === 0) this.#earliestEndAt = Number.POSITIVE_INFINITY;
    this.#earliestEndAt = Math.min(this.#earliestEndAt, latestEndAt(item));
    this.#rows += item.rows;
    this.#count += 1;
  }

  #forget(item: Item, lane: Lane<Item>): void {
    lane.rows -= item.rows;
    this.#rows -= item.rows;
    this.#count -= 1;
  }

  #laneOf(item: Item): Lane<Item> {
    const level = Math.min(Math.max(item.priority, 1), priorityLevels);
    return this.#lanes[level - 1] as Lane<Item>;
  }

  #topLane(): Lane<Item> | undefined {
    for (const lane of this.#lanes) if (this.#firstOf(lane) !== undefined) return lane;
    return undefined;
  }

  /** The lower lane whose aged head has waited longest, once it has a turn coming. */
  #agedLane(now: number): Lane<Item> | undefined {
    if (this.#rowsSinceAged < rowsPerAgedRow) return undefined;
    const top = this.#topLane();
    let oldest: Lane<Item> | undefined;
    let oldestAt = now - agingMs;
    for (const lane of this.#lanes) {
      const enqueuedAt = lane === top ? undefined : this.#firstOf(lane)?.enqueuedAt;
      if (enqueuedAt === undefined || enqueuedAt >= oldestAt) continue;
      oldest = lane;
      oldestAt = enqueuedAt;
    }
    return oldest;
  }

  #firstOf(lane: Lane<Item>): Item | undefined {
    while (lane.head < lane.items.length && lane.items[lane.head]?.state !== 'waiting') {
      lane.items[lane.head] = undefined;
      lane.head += 1;
    }
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
